// Names of 0.1.0 in programs have the meaning of the new names, and each warns once per run.
import { App, TerraformStack } from "cdktf";
import {
  checkApp,
  Destination,
  HuaweicloudProvider,
  ImageDistribution,
  ImageKind,
  Intermediates,
  SourceImage,
} from "../../lib";

let warnings: string[];
beforeEach(() => {
  warnings = [];
  jest.spyOn(process, "emitWarning").mockImplementation((text) => void warnings.push(String(text)));
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** The findings and the constructs of a program. */
function declare(
  provider: object,
  props: object,
): { found: readonly string[]; provider: HuaweicloudProvider; json: string } {
  const app = new App();
  const stack = new TerraformStack(app, "stack");
  const made = new HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4", ...provider });
  const source = SourceImage.fromAttributes(stack, "base", {
    imageId: "ims-1",
    name: "web",
    kind: ImageKind.SYSTEM_DISK,
    sizeGib: 10,
    encrypted: true,
    keyId: "key-1",
  });
  new ImageDistribution(stack, "web", {
    source,
    name: "web",
    agencyName: "ims_copy",
    destinations: [Destination.region("cn-east-3")],
    ...props,
  });
  const found = checkApp(app).map(({ rule, text }) => `${rule} ${text}`);
  return {
    found: found.filter((text) => text.startsWith("prop/")),
    provider: made,
    json: JSON.stringify(stack.toTerraform()),
  };
}

test("old names have the meaning of the new ones, with one warning each", () => {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the test is about them
  const old = declare({ slots: 2 }, { intermediates: Intermediates.RETIRED, keepObjects: true });
  const again = declare({ slots: 2 }, { intermediates: "retired", keepObjects: true });
  expect(warnings).toEqual(
    [
      ["slots", "maxConcurrentCopies"],
      ["keepObjects", "retainObjects"],
      ["Intermediates.RETIRED", "Intermediates.DELETE"],
    ].map(
      ([name = "", now = ""]) =>
        `${name} is a name of cdktf-image-replication 0.1.0, which 0.3.0 refuses: write ${now} (docs/upgrading.md).`,
    ),
  );
  const current = declare({ maxConcurrentCopies: 2 }, { intermediates: Intermediates.DELETE, retainObjects: true });
  expect(warnings).toHaveLength(3);
  expect(old.provider.maxConcurrentCopies).toBe(2);
  expect([old.found, again.found, current.found]).toEqual([[], [], []]);
  expect(old.json).toBe(current.json);
  expect(again.json).toBe(current.json);
});

test("a prop by both names is a finding", () => {
  const { found } = declare({ maxConcurrentCopies: 2, slots: 3 }, { retainObjects: true, keepObjects: false });
  expect(found).toEqual([
    expect.stringMatching(/^prop\/consistent .*names two: "maxConcurrentCopies" and "slots", its name of 0\.1\.0/u),
    expect.stringMatching(/^prop\/consistent .*names two: "retainObjects" and "keepObjects", its name of 0\.1\.0/u),
  ]);
});

test("a finding on a prop uses the name that the program uses", () => {
  const { found } = declare({ slots: 0 }, { intermediates: "keep" });
  expect(found).toEqual([
    expect.stringContaining('"slots" of 0'),
    expect.stringContaining('takes one of "delete", "retain" (Intermediates)'),
  ]);
});
