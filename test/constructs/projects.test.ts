// Projects have an id and a name: which of them a provider, a member and a recording state, and what follows.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import {
  checkApp,
  DeploymentTarget,
  Destination,
  Encryption,
  HuaweicloudProvider,
  ImageDistribution,
  ImageKind,
  Key,
  Member,
  SourceImage,
  type HuaweicloudProviderProps,
  type MemberProps,
} from "../../lib";
import { Cloud } from "../../lib/cloud";
import { Deployment } from "../../lib/deployment";
import { readInventory } from "../../lib/model";
import { Store } from "../../lib/store";
import { readRoutePlan, type RoutePlan } from "../../lib/routes";
import { shareStepByStep } from "./programs";

const folder = mkdtempSync(join(tmpdir(), "projects-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const ID = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";
const NAME = "cn-north-4_web";

type Stated = Pick<HuaweicloudProviderProps, "project" | "projectId" | "projectName">;

interface Program {
  readonly provider?: Stated;
  /** The project of the program's own account; default: the region's. */
  readonly home?: Stated;
  readonly member?: { readonly id: string; readonly props?: MemberProps };
  readonly account?: string;
  readonly recorded?: { readonly id: string; readonly name?: string };
  readonly encryption?: Encryption;
  readonly by?: "member" | "shareWith" | "account" | "region";
  readonly target?: DeploymentTarget;
}

function made(one: Program): App {
  const app = new App({ outdir: mkdtempSync(join(folder, "out-")), stackTraces: false });
  const stack = new TerraformStack(app, "stack");
  const region = "cn-north-4";
  const { target, account = "partner" } = one;
  new HuaweicloudProvider(stack, "home", { region, account: { id: "acme" }, target, ...one.home });
  const provider = new HuaweicloudProvider(stack, "web", {
    region,
    alias: "web",
    account: { id: account },
    target,
    ...one.provider,
  });
  const inventory = join(app.outdir, "inventory.json");
  const images = [{ id: "ims-1", name: "base", account: "acme", region, kind: "system-disk", sizeGib: 12 }];
  const projects = one.recorded === undefined ? [] : [{ account, region, ...one.recorded }];
  const head = { format: "image-replication/inventory", version: 1 };
  writeFileSync(inventory, JSON.stringify({ ...head, images, projects }));
  const member = Member.project(one.member?.id ?? ID, { acceptWith: provider, ...one.member?.props });
  const { encryption } = one;
  const destination = {
    member: () => Destination.member(member, region, { encryption }),
    shareWith: () => Destination.region(region, { encryption: Encryption.none(), shareWith: [member] }),
    account: () => Destination.account(provider, region, { encryption }),
    region: () => Destination.region(region, { encryption }),
  }[one.by ?? "member"]();
  new ImageDistribution(stack, "everywhere", {
    source:
      one.home === undefined
        ? SourceImage.fromInventory(stack, "source", { inventory, name: "base" })
        : SourceImage.fromAttributes(stack, "source", {
            imageId: "ims-1",
            name: "base",
            kind: ImageKind.SYSTEM_DISK,
            sizeGib: 12,
          }),
    name: "web",
    destinations: [destination],
  });
  return app;
}

const errorsOf = (app: App): readonly string[] =>
  checkApp(app)
    .filter(({ severity }) => severity === "error")
    .map(({ rule, text }) => `${rule}: ${text}`);

interface Emitted {
  readonly provider: { readonly huaweicloud: readonly Readonly<Record<string, unknown>>[] };
  readonly resource: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

function synthesized(program: Program): { readonly plan: RoutePlan; readonly emitted: Emitted } {
  const app = made(program);
  expect(errorsOf(app)).toEqual([]);
  app.synth();
  const file = (name: string): string => join(app.outdir, "stacks", "stack", name);
  const plan = readRoutePlan(readFileSync(file("route-plan.json"), "utf8"), "route-plan.json");
  return { plan, emitted: JSON.parse(readFileSync(file("cdk.tf.json"), "utf8")) as Emitted };
}

const hopsOf = (program: Program): readonly string[] => synthesized(program).plan.hops.map(({ id }) => id);
const sharedWith = ({ emitted }: ReturnType<typeof synthesized>): unknown =>
  Object.values(emitted.resource.huaweicloud_images_image_share ?? {})[0]?.target_project_ids;
const settingsOf = ({ emitted }: ReturnType<typeof synthesized>): unknown =>
  emitted.provider.huaweicloud.find(({ alias }) => alias === "web");

const byName: Program["member"] = { id: ID, props: { projectName: NAME } };
const isUntold = [expect.stringMatching(/^stack\/route-exists: .*nothing tells whether that is one project/u)];

/** Statements of a provider, a member and a recording, and whether the acceptance is planned. */
const MATCHED: readonly (readonly [string, Program, "accepted" | "untold" | "others"])[] = [
  ["both state the id", { provider: { projectId: ID } }, "accepted"],
  ["the provider states id and name", { provider: { projectId: ID, projectName: NAME } }, "accepted"],
  ["the provider states the name, the member both", { provider: { projectName: NAME }, member: byName }, "accepted"],
  [
    "the provider states the name as its project, the member both",
    { provider: { project: NAME }, member: byName },
    "accepted",
  ],
  ["the provider states a project and its id", { provider: { project: NAME, projectId: ID } }, "accepted"],
  ["both state one text", { provider: { project: NAME }, member: { id: NAME } }, "accepted"],
  [
    "the provider states a recorded name",
    { provider: { project: NAME }, recorded: { id: ID, name: NAME } },
    "accepted",
  ],
  ["the member names the default project", { member: { id: ID, props: { projectName: "cn-north-4" } } }, "accepted"],
  ["the provider states the name, the member the id", { provider: { project: NAME } }, "untold"],
  ["the recording has no name", { provider: { project: NAME }, recorded: { id: ID } }, "untold"],
  ["the provider states nothing, the member the id", {}, "untold"],
  ["two ids", { provider: { projectId: "other" } }, "others"],
  ["two ids with one name", { provider: { projectId: "other", projectName: NAME }, member: byName }, "others"],
  ["two names", { provider: { projectName: "other" }, member: byName }, "others"],
];

describe.each(["member", "shareWith"] as const)("a requested acceptance is planned or is a finding: %s", (by) => {
  test.each(MATCHED)("%s", (_title, program, outcome) => {
    if (outcome === "accepted") {
      const one = synthesized({ ...program, by });
      expect(one.plan.hops.map(({ operation }) => operation)).toContain("acceptImage");
      expect(sharedWith(one)).toEqual([program.member?.id ?? ID]);
      return;
    }
    const errors = errorsOf(made({ ...program, by }));
    expect(errors).toEqual(outcome === "untold" ? isUntold : [expect.stringContaining("state one project for both")]);
  });
});

test.each(MATCHED)("the member's own encrypted replica is planned or is a finding: %s", (_title, program, outcome) => {
  const encryption = Encryption.kms(Key.fromKeyId("k-1"));
  if (outcome === "accepted") expect(hopsOf({ ...program, encryption })).toHaveLength(3);
  else expect(errorsOf(made({ ...program, encryption }))).toEqual([expect.stringContaining("stack/route-exists")]);
});

test.each(MATCHED.filter(([, , outcome]) => outcome === "accepted"))(
  "the simulated cloud applies the plan: %s",
  async (_title, program) => {
    const app = made({ ...program, encryption: Encryption.kms(Key.fromKeyId("k-1")) });
    app.synth();
    const plan = readRoutePlan(readFileSync(join(app.outdir, "stacks", "stack", "route-plan.json"), "utf8"), "plan");
    const store = Store.open(":memory:");
    const cloud = new Cloud(store);
    const inventory = JSON.parse(readFileSync(join(app.outdir, "inventory.json"), "utf8")) as object;
    const keys = [{ id: "k-1", account: "partner", region: "cn-north-4" }];
    cloud.load(readInventory(JSON.stringify({ ...inventory, keys }), "inventory"));
    const { outcomes } = await new Deployment(plan, cloud).run();
    expect(outcomes.map(({ status, reason }) => reason ?? status)).toEqual(["made", "made", "made"]);
    store.close();
  },
);

test("id and name are emitted where the vendor expects them", () => {
  const both = synthesized({ provider: { projectId: ID, projectName: NAME } });
  expect(settingsOf(both)).toMatchObject({ project_id: ID, project_name: NAME });
  expect(settingsOf(synthesized({ provider: { project: NAME, projectId: ID } }))).toMatchObject({
    project_id: ID,
    project_name: NAME,
  });
  const isOld = synthesized({ provider: { project: ID, projectId: ID } });
  expect(settingsOf(isOld)).toMatchObject({ project_id: ID });
  expect(settingsOf(isOld)).not.toHaveProperty("project_name");
});

test("a share names the project of another account's destination by its id", () => {
  const one = synthesized({ by: "account", provider: { project: NAME, projectId: ID } });
  expect(sharedWith(one)).toEqual([ID]);
  expect(
    sharedWith(synthesized({ by: "account", provider: { project: NAME }, recorded: { id: ID, name: NAME } })),
  ).toEqual([ID]);
});

test("on the real target, a shared project without a known id is a finding", () => {
  const wish = (provider: Stated, rest: Partial<Program> = {}): readonly string[] =>
    errorsOf(made({ by: "account", target: DeploymentTarget.HUAWEICLOUD, provider, ...rest }));
  const finding = (project: string): readonly unknown[] => [
    expect.stringMatching(
      new RegExp(`^stack/route-exists: .*project "${project}" of the account "partner".*"projectId"`),
    ),
  ];
  expect(wish({})).toEqual(finding("cn-north-4"));
  expect(wish({ project: NAME })).toEqual(finding(NAME));
  expect(wish({ projectId: ID, projectName: "cn-north-4" })).toEqual([]);
  expect(wish({ project: NAME, projectId: ID })).toEqual([]);
  expect(wish({ project: NAME }, { recorded: { id: ID, name: NAME } })).toEqual([]);
  expect(errorsOf(made({ by: "account" }))).toEqual([]);
});

/** The first statement, and the later one with both id and name. */
const LATER: readonly (readonly [string, Stated, Stated])[] = [
  ["a project, then its id", { project: NAME }, { project: NAME, projectId: ID }],
  ["a project, then both", { project: NAME }, { project: NAME, projectId: ID, projectName: NAME }],
  ["the id, then its name", { projectId: ID }, { projectId: ID, projectName: NAME }],
  ["the id as a project, then as an id", { project: ID }, { project: ID, projectId: ID }],
];

describe("stating the second of id and name later changes no hop", () => {
  test.each(LATER)("of a receiver: %s", (_title, first, later) => {
    const member = first.projectId === undefined && first.project === NAME ? byName : undefined;
    for (const encryption of [undefined, Encryption.kms(Key.fromKeyId("k-1"))]) {
      const [before, after] = [first, later].map((provider) => synthesized({ provider, member, encryption }));
      expect(after?.plan.hops).toEqual(before?.plan.hops);
      expect(after?.emitted.resource).toEqual(before?.emitted.resource);
    }
  });

  test.each(LATER)("of the program's own project: %s", (_title, first, later) => {
    const [before, after] = [first, later].map((home) => synthesized({ home, by: "region" }));
    expect(before?.plan.hops).toHaveLength(1);
    expect(after?.plan.hops).toEqual(before?.plan.hops);
    expect(after?.emitted.resource).toEqual(before?.emitted.resource);
  });

  test("of a member that also states the name", () => {
    const provider = { projectId: ID };
    expect(synthesized({ provider, member: byName }).plan.hops).toEqual(synthesized({ provider }).plan.hops);
  });
});

test("ids of hops have the project id where it is known, else the name", () => {
  const accepted = (provider: Stated, member?: Program["member"]): string | undefined =>
    hopsOf({ provider, member }).find((id) => id.includes("accepted"));
  expect(accepted({ projectId: ID, projectName: NAME })).toBe(`acme@cn-north-4/base accepted by partner/${ID}`);
  expect(accepted({ projectName: NAME }, byName)).toBe(`acme@cn-north-4/base accepted by partner/${NAME}`);
});

test("two names of one project contradict each other, and empty names are findings", () => {
  const told = (provider: Stated): readonly string[] => errorsOf(made({ provider, by: "region" }));
  expect(told({ project: NAME, projectName: "other" })).toEqual([expect.stringContaining("prop/consistent")]);
  for (const prop of ["project", "projectId", "projectName"]) {
    const errors = errorsOf(made({ home: { project: NAME, projectId: ID, [prop]: "" }, by: "region" }));
    expect(errors).toContainEqual(expect.stringMatching(/project\/named|prop\/consistent/u));
  }
});

describe("a share with a separate acceptance", () => {
  const errors = (
    provider: Partial<HuaweicloudProviderProps>,
    id: string,
    props: MemberProps = {},
  ): readonly string[] => {
    const app = new App({ outdir: mkdtempSync(join(folder, "out-")), stackTraces: false });
    const stack = new TerraformStack(app, "stack");
    shareStepByStep(stack, Member.project(id, props), provider);
    return errorsOf(app).map((text) => text.split(":")[0] ?? "");
  };
  test.each([
    ["one id", { projectId: ID }, ID, {}, []],
    ["one id, of an account that the member does not state", { projectId: ID, account: { id: "partner" } }, ID, {}, []],
    [
      "one id, of two accounts",
      { projectId: ID, account: { id: "partner" } },
      ID,
      { account: "auditor" },
      ["accept/offered"],
    ],
    ["one name", { project: NAME }, ID, { projectName: NAME }, []],
    ["a name and an id, which only the service can match", { project: NAME }, ID, {}, []],
    ["two ids", { projectId: "other" }, ID, {}, ["accept/offered"]],
    ["two names", { project: "other" }, ID, { projectName: NAME }, ["accept/offered"]],
    [
      "one's own project",
      { project: NAME },
      "x",
      { projectName: "cn-north-4" },
      ["share/not-with-oneself", "accept/offered"],
    ],
  ] as const)("%s", (_title, provider, id, props, expected) => {
    expect([...errors(provider, id, props)].sort()).toEqual([...expected].sort());
  });
});
