// Images that Terraform looks up: expectations are checked at synth, visible facts at plan; the rest is trusted and listed.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TerraformVariable, Testing, type TerraformStack } from "cdktf";
import {
  checkApp,
  CrossRegionImage,
  Destination,
  Encryption,
  ImageDistribution,
  ImageKind,
  ImageVisibility,
  OperatingSystem,
  ReplicatedImage,
  SourceImage,
} from "../../lib";
import { readRoutePlan } from "../../lib/routes";
import { program, source } from "./programs";

interface Emitted {
  readonly data: { readonly huaweicloud_images_image: Readonly<Record<string, object>> };
  readonly resource: {
    readonly huaweicloud_images_image_copy: Readonly<
      Record<
        string,
        {
          name: string;
          source_image_id: string;
          lifecycle?: { precondition: { condition: string; error_message: string }[] };
        }
      >
    >;
  };
  readonly check?: Readonly<Record<string, { assert: { condition: string; error_message: string }[] }>>;
}

const emitted = (stack: TerraformStack): Emitted => JSON.parse(Testing.synth(stack)) as Emitted;
const ids = (messages: readonly string[]): readonly (string | undefined)[] =>
  messages.map((text) => /\[([a-z/-]+)\]$/u.exec(text)?.[1]);

function lookedUp(stack: TerraformStack, expect: Parameters<typeof SourceImage.fromLookup>[2]["expect"]): SourceImage {
  return SourceImage.fromLookup(stack, "web", { name: "web-base", mostRecent: true, expect });
}

test("a lookup is the vendor's data source, and the copy takes its id", () => {
  const { stack } = program();
  new ReplicatedImage(stack, "replica", { source: lookedUp(stack, { encrypted: false }), name: "web" });
  const { data, resource } = emitted(stack);
  expect(Object.values(data.huaweicloud_images_image)).toEqual([{ name: "web-base", most_recent: true }]);
  expect(Object.values(resource.huaweicloud_images_image_copy)[0]?.source_image_id).toMatch(
    /^\$\{data\.huaweicloud_images_image\.web_Lookup_[0-9A-F]+\.id\}$/u,
  );
});

test("lasting facts become preconditions, and facts of the moment and advice become checks", () => {
  const { stack } = program();
  const image = lookedUp(stack, { encrypted: false });
  new CrossRegionImage(stack, "replica", { source: image, name: "web", targetRegion: "cn-east-3", agencyName: "a" });
  const { resource, check } = emitted(stack);
  const copy = Object.values(resource.huaweicloud_images_image_copy)[0];
  const conditions = copy?.lifecycle?.precondition ?? [];
  expect(ids(conditions.map(({ error_message }) => error_message))).toEqual(["copy/size-within-limit"]);
  expect(conditions[0]?.condition).toMatch(
    /^\$\{data\.huaweicloud_images_image\.web_Lookup_[0-9A-F]+\.size_bytes \/ 1073741824 <= 128\}$/u,
  );
  const checks = Object.values(check ?? {}).flatMap(({ assert }) => assert.map(({ error_message }) => error_message));
  expect([...ids(checks)].sort()).toEqual(["across/not-shared", "source/active", "source/private", "source/windows"]);
});

test("expectations are checked at synth and compared with the image at plan", () => {
  const { stack } = program();
  const large = SourceImage.fromLookup(stack, "large", {
    name: "large",
    expect: { encrypted: false, sizeGib: 200, os: OperatingSystem.LINUX },
  });
  const replica = new CrossRegionImage(stack, "replica", {
    source: large,
    name: "web",
    targetRegion: "cn-east-3",
    agencyName: "a",
  });
  expect(replica.node.validate()).toEqual([expect.stringContaining("[copy/size-within-limit]")]);
  const small = SourceImage.fromLookup(stack, "small", {
    name: "small",
    expect: { encrypted: false, sizeGib: 20, os: OperatingSystem.LINUX },
  });
  new CrossRegionImage(stack, "other", { source: small, name: "small", targetRegion: "cn-east-3", agencyName: "a" });
  const copies = Object.values(emitted(stack).resource.huaweicloud_images_image_copy);
  const conditions = copies.find(({ name }) => name === "small")?.lifecycle?.precondition ?? [];
  expect(conditions.map(({ condition }) => condition.replace(/data\.[^ ]*_[0-9A-F]{8}/u, "D"))).toEqual([
    "${D.size_bytes / 1073741824 <= 20}",
    '${(D.os == "Windows" ? "windows" : "linux") == "linux"}',
  ]);
});

test("an expected key means that the image is encrypted", () => {
  const { stack } = program();
  const replica = new ReplicatedImage(stack, "replica", { source: lookedUp(stack, { keyId: "k-0" }), name: "web" });
  expect(replica.node.validate()).toEqual([expect.stringContaining("[copy/encryption-said]")]);
});

test("invisible expectations are listed as trusted, and undecided rules as deferred", () => {
  const folder = mkdtempSync(join(tmpdir(), "lookup-"));
  try {
    const { app, stack } = program({}, folder);
    const image = lookedUp(stack, { encrypted: false, kind: ImageKind.SYSTEM_DISK, sizeGib: 20 });
    new CrossRegionImage(stack, "replica", { source: image, name: "web", targetRegion: "cn-east-3", agencyName: "a" });
    app.synth();
    const plan = readRoutePlan(
      readFileSync(join(folder, "stacks", "stack", "route-plan.json"), "utf8"),
      "route-plan.json",
    );
    expect(plan.sources[0]?.trusted).toEqual(["image.encrypted", "image.kind"]);
    const by = Object.fromEntries(plan.deferred.map(({ rule, decidedBy }) => [rule, decidedBy]));
    expect(by).toMatchObject({ "source/active": "check", "source/private": "check", "agency/exists": "nothing" });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a distribution of a lookup names the facts that its route needs, and is planned with them", () => {
  const { app, stack } = program();
  const distribution = (id: string, expect: Parameters<typeof lookedUp>[1]): void => {
    const source = SourceImage.fromLookup(stack, `${id}-base`, { name: id, expect });
    const destinations = [Destination.region("cn-east-3", { encryption: Encryption.none() })];
    new ImageDistribution(stack, id, { source, name: id, agencyName: "ims_copy", destinations });
  };
  distribution("untold", { encrypted: false });
  distribution("told", {
    encrypted: false,
    kind: ImageKind.SYSTEM_DISK,
    sizeGib: 40,
    visibility: ImageVisibility.PRIVATE,
  });
  const errors = checkApp(app).filter(({ severity }) => severity === "error");
  expect(errors.map(({ construct, rule }) => `${construct} ${rule}`)).toEqual(["stack/untold stack/route-decided"]);
  expect(errors[0]?.text).toContain("is not known of it: kind, sizeGib, visibility.");
  const { resource, check } = emitted(stack);
  expect(Object.values(resource.huaweicloud_images_image_copy)).toMatchObject([{ name: "told" }]);
  const told = Object.entries(check ?? {}).filter(([name]) => name.endsWith("expected_image_seenAs"));
  expect(told.map(([, { assert }]) => assert[0]?.condition.replace(/data\.[^ ]*_[0-9A-F]{8}/u, "D"))).toEqual([
    '${D.visibility == "private"}',
  ]);
});

test("a replica of a replica is checked for the facts that it shares with the lookup", () => {
  const { stack } = program();
  const plain = new ReplicatedImage(stack, "plain", {
    source: lookedUp(stack, { encrypted: true }),
    name: "plain",
    encryption: Encryption.none(),
  });
  new CrossRegionImage(stack, "across", { source: plain, name: "web", targetRegion: "cn-east-3", agencyName: "a" });
  const across = Object.values(emitted(stack).resource.huaweicloud_images_image_copy).find(
    ({ name }) => name === "web",
  );
  expect(ids((across?.lifecycle?.precondition ?? []).map(({ error_message }) => error_message))).toEqual([
    "copy/size-within-limit",
  ]);
});

test("a variable in a prop becomes a precondition after those of the program", () => {
  const { stack } = program();
  const name = new TerraformVariable(stack, "name", { type: "string" }).stringValue;
  const own = { condition: "${true}", errorMessage: "Own." };
  new ReplicatedImage(stack, "replica", { source: source(stack), name, lifecycle: { precondition: [own] } });
  const copy = Object.values(emitted(stack).resource.huaweicloud_images_image_copy)[0];
  const messages = copy?.lifecycle?.precondition.map(({ error_message }) => error_message) ?? [];
  expect([messages[0], ...ids(messages.slice(1))]).toEqual([
    "Own.",
    "name/given",
    "name/characters",
    "name/outer-space",
  ]);
  expect(copy?.lifecycle?.precondition[1]?.condition).toBe('${var.name != ""}');
  expect(Testing.synth(stack)).toBe(Testing.synth(stack));
});
