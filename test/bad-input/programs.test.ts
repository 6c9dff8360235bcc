// Invalid programs: each finding names the subject, the bound, the fix and the rule, and nothing is written.
import * as cdktf from "cdktf";
import { App, TerraformStack } from "cdktf";
import * as lib from "../../lib";
import { tryFindRule } from "../../lib/rules";
import { WatchedFolder } from "./watched-folder";
import { programs, type BadProgram } from "./programs.cjs";

let folder: WatchedFolder;
beforeEach(() => (folder = new WatchedFolder()));
afterEach(() => {
  folder.remove();
});

/** The message ends with the id of each rule and contains the fix from the table. */
function expectFindings(text: string, { finds, says }: BadProgram): void {
  expect(text).toMatch(says);
  for (const id of finds) {
    expect(text).toMatch(new RegExp(`\\[${id}(?:, IMG\\.\\d{4})?\\]`, "u"));
    expect(text).toContain(tryFindRule(id)?.remediation ?? "a rule of the table");
  }
  const told = [...text.matchAll(/\[([a-z-]+\/[a-z-]+)(?:, IMG\.\d{4})?\]$/gmu)].map((match) => match[1]);
  expect(new Set(told)).toEqual(new Set(finds));
}

describe.each(Object.entries(programs))("%s", (name, bad) => {
  test("reports its findings in process and writes nothing", () => {
    const app = new App({ outdir: folder.file("cdktf.out"), stackTraces: false });
    bad.declare({ cdktf, lib, stack: new TerraformStack(app, "stack") });
    const before = folder.contents();
    let message = "";
    try {
      app.synth();
    } catch (error) {
      message = (error as Error).message;
    }
    expectFindings(message, bad);
    expect(folder.contents()).toEqual(before);
  });

  test("reports its findings when it runs as a program and writes nothing", () => {
    const before = folder.contents();
    const { code, err } = folder.start([require.resolve("./programs.cjs"), name]);
    expect(code).toBe(1);
    expectFindings(err, bad);
    expect(folder.contents()).toEqual(before);
  });
});
