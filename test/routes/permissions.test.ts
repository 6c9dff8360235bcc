// The permissions that a plan needs: the actions of each operation, in which account and region, and the policies of agencies.
import { permissionsOf } from "../../lib/catalog";
import { OPERATION_KINDS } from "../../lib/model";
import { toldText } from "../../lib/report/words";
import { permissionsFor, type RoutePlan } from "../../lib/routes";
import { UNKNOWN } from "../../lib/values";
import { plan, wish, type SomeFacts } from "./plans";

const told = (...plans: readonly RoutePlan[]): readonly string[] =>
  permissionsFor(plans).map(({ account, project, agency, permissions }) => {
    const names = permissions.map(
      ({ name, hops }) => `${name.replace(/^ims:|^IMS CrossCopyAgency/u, "")} ${String(hops)}`,
    );
    const who = [...(agency === null ? [] : [agency]), account, project].map((part) => toldText(part));
    return `${who.join(" ")}: ${names.join(", ")}`;
  });

test.each(OPERATION_KINDS)("%s needs a permission, each with its source", (operation) => {
  for (const kind of ["system-disk", "data-disk", "full-ecs", null] as const) {
    const permissions = permissionsOf(operation, kind);
    expect(permissions.length).toBeGreaterThan(0);
    for (const { name, source } of permissions)
      expect([name, source]).toEqual([expect.stringMatching(/\w/u), expect.stringMatching(/\w/u)]);
  }
});

test("hops are listed by user and place, each permission once, with the number of its hops", () => {
  const both = plan([
    wish("cn-north-4/plain", "copyImage", { image: "base" }),
    wish("cn-east-3/web", "copyImageAcross", { hop: "cn-north-4/plain" }),
  ]);
  expect(told(both)).toEqual([
    "default cn-north-4: images:copy 2, images:delete 2, images:list 2, images:update 2, serverImages:create 2, kms:*:* 2, obs:bucket:* 2, obs:object:* 2",
    "ims_copy default cn-east-3: Policy 1",
  ]);
  expect(told(both, plan([]))).toEqual(told(both));
  expect(told(plan([]))).toEqual([]);
});

test("a permission that one hop needs under a condition and another always is always needed", () => {
  const condition = (...operations: readonly ("copyImage" | "copyImageAcross")[]): unknown =>
    permissionsFor([plan(operations.map((operation) => wish(`cn-east-3/${operation}`, operation, { image: "base" })))])
      .flatMap(({ permissions }) => permissions)
      .find(({ name }) => name === "ims:serverImages:create")?.onlyWhere;
  expect(condition("copyImage")).toBe("where enterprise projects are on");
  expect(condition("copyImageAcross")).toBeUndefined();
  expect(condition("copyImage", "copyImageAcross")).toBeUndefined();
});

test.each([
  ["system-disk", {}, ["Policy"]],
  ["full-ecs", { "vault.id": "v-1", "image.backupRegions": [], "image.backupIsReplica": false }, ["CBRPolicy"]],
  [UNKNOWN, {}, ["CBRPolicy", "Policy"]],
] as const)("the policy of an agency for %s is the documented one", (kind, more, expected) => {
  const facts: SomeFacts = { "image.kind": kind, ...more };
  const [, agency] = permissionsFor([plan([wish("cn-east-3/web", "copyImageAcross", { image: "base" }, facts)])]);
  expect(agency?.permissions.map(({ name }) => name.replace("IMS CrossCopyAgency", ""))).toEqual(expected);
});

test("a transfer reads and writes the file as its accounts, and removes it unless it is retained", () => {
  const file = { bucket: "images", key: "web.qcow2" };
  const target = { ...file, bucket: "far", caller: { account: "other", project: "cn-east-3", region: "cn-east-3" } };
  const there: SomeFacts = { "caller.account": "other", "caller.project": "cn-east-3", "caller.region": "cn-east-3" };
  const chain = plan([
    { ...wish("web exported", "exportImage", { image: "base" }), detail: { file } },
    { ...wish("web carried", "transferObject", { hop: "web exported" }), detail: { file, target } },
    wish(
      "web",
      "registerImage",
      { hop: "web carried" },
      { ...there, "image.kind": "data-disk", "register.kind": "data-disk" },
    ),
  ]);
  const [owner, other] = told(chain);
  expect(owner).toBe(
    "default cn-north-4: Tenant Administrator 1, images:export 1, obs:bucket:* 1, obs:object:* 1, obs:object:DeleteObject 1, obs:object:GetObject 1",
  );
  expect(other).toMatch(
    /^other cn-east-3: .*dataImages:create 1, .*obs:object:DeleteObject 1, obs:object:PutObject 1$/u,
  );
  const kept = {
    ...chain,
    hops: chain.hops.map((hop) => ({ ...hop, detail: { ...hop.detail, keepsObjects: true as const } })),
  };
  expect(told(kept).join()).not.toContain("DeleteObject");
});
