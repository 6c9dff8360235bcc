// The pipelines of examples/gitops: their script does what they need, and they are safe for pull requests of strangers.
import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Answer } from "../cli/answer";
import { ProjectFolder } from "../cli/command";
import { NPX } from "./forge";

const ROOT = join(__dirname, "..", "..");
const EXAMPLE = join(ROOT, "examples", "gitops");
const read = (name: string): string => readFileSync(join(EXAMPLE, name), "utf8");

let project: ProjectFolder;
beforeEach(() => {
  project = new ProjectFolder("gitops");
  const bin = join(project.path, "node_modules", ".bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(
    join(bin, "image-replication"),
    `#!/bin/sh\nexec "${process.execPath}" "${join(ROOT, "dist", "cli", "main.js")}" "$@"\n`,
  );
  chmodSync(join(bin, "image-replication"), 0o755);
  mkdirSync(join(project.path, "bin"));
  writeFileSync(join(project.path, "bin", "npx"), `#!/bin/sh\n${NPX}`);
  chmodSync(join(project.path, "bin", "npx"), 0o755);
  copyFileSync(join(EXAMPLE, "review.sh"), join(project.path, "review.sh"));
  useProgram();
});
afterEach(() => {
  project.remove();
});

/** The example's program and policies; the policies as the test has them. */
function useProgram(change: (policies: object[]) => object[] = (policies) => policies): void {
  const cdktf = JSON.parse(read("cdktf.json")) as { context: Record<string, { policies: object[] }> };
  const key = "image-replication:policies";
  const app = `"${process.execPath}" --require "${require.resolve("tsx/cjs")}" "${join(EXAMPLE, "main.ts")}"`;
  const context = {
    ...cdktf.context,
    [key]: { ...cdktf.context[key], policies: change(cdktf.context[key]?.policies ?? []) },
  };
  writeFileSync(join(project.path, "cdktf.json"), JSON.stringify({ ...cdktf, app, context }));
}

/** `npx`: npm's own, or the fast one of the pipeline tests. */
function review(environment: Readonly<Record<string, string>> = {}, npx: "own" | "quick" = "quick"): Answer {
  writeFileSync(join(project.path, "before.json"), "[]");
  const path = npx === "own" ? process.env.PATH : `${join(project.path, "bin")}:${process.env.PATH ?? ""}`;
  const env = { ...process.env, PATH: path, CDKTF_OUTDIR: join(project.path, "cdktf.out"), ...environment };
  const run = spawnSync("sh", ["review.sh", "before.json", "review"], { cwd: project.path, env, encoding: "utf8" });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

const reviewed = (name: string): string => readFileSync(join(project.path, "review", name), "utf8");

test("a change that breaks a policy fails, and the comment says why", () => {
  project.synthesize("gitops");
  useProgram((policies) => [...policies, { type: "egress-budget", maxGib: 1 }]);
  expect(review({}, "own")).toMatchObject({ code: 1 });
  expect(reviewed("comment.md")).toContain("Reason: holds no secrets");
  expect(reviewed("comment.md")).toMatch(/^ {4}.*The plan carries 32 GiB out of regions/mu);
}, 60_000);

test("a change that cannot be planned fails, and the comment lists the findings", () => {
  writeFileSync(
    join(project.path, "empty.json"),
    JSON.stringify({ format: "image-replication/inventory", version: 1, complete: true }),
  );
  expect(review({ IMAGES_INVENTORY: join(project.path, "empty.json") })).toMatchObject({ code: 1 });
  expect(reviewed("comment.md")).toContain("There is no route plan, because the check found errors.");
  expect(reviewed("comment.md")).toMatch(/\[source\/exists,\s+IMG\.0027\]/u);
}, 60_000);

test("an app that fails is no finding", () => {
  expect(review({ IMAGES_INVENTORY: "nowhere.json" })).toMatchObject({ code: 64 });
  expect(existsSync(join(project.path, "review", "comment.md"))).toBe(false);
}, 60_000);

test("an export of another environment works as the inventory", () => {
  project.synthesize("gitops");
  expect(project.run("apply", "--inventory", "inventory.json")).toMatchObject({ code: 0 });
  expect(project.run("state", "export", "-o", "production.json")).toMatchObject({ code: 0 });
  expect(review({ IMAGES_INVENTORY: join(project.path, "production.json") })).toMatchObject({ code: 0 });
}, 60_000);

describe("a job that runs the code of strangers", () => {
  const workflow = read(".github/workflows/images.yml");

  test("gets a read-only token, keeps none, and gets no secrets", () => {
    expect(workflow).not.toMatch(/pull_request_target|secrets\.\w|: write/u);
    expect(workflow.match(/actions\/checkout/gu)).toHaveLength(2);
    expect(workflow.match(/persist-credentials: false/gu)).toHaveLength(2);
    expect(workflow).toMatch(/^permissions:\n {2}contents: read\n/mu);
    expect(workflow).not.toMatch(
      /run: .*\$\{\{|^ {10}.*\$\{\{ github\.(?:head_ref|event\.pull_request\.(?:title|body|head\.ref))/mu,
    );
  });

  test("is separate from the job that posts", () => {
    const comment = read(".github/workflows/images-comment.yml");
    expect(comment).not.toMatch(/checkout|npm |npx |node /u);
    expect(comment).toContain("workflow_run:");
    const gitlab = read(".gitlab-ci.yml").split("\ncomment:\n")[1] ?? "";
    expect(gitlab).toContain("GIT_STRATEGY: none");
    expect(gitlab).not.toMatch(/npm |npx |node /u);
    expect(read(".gitlab-ci.yml").split("\ncomment:\n")[0]?.split("stages:")[1]).not.toContain("TOKEN");
  });
});
