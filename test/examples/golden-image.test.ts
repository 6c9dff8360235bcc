// The golden-image example emits what it emitted before.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ProjectFolder } from "../cli/command";

test("the golden-image example emits the same Terraform JSON and route plan", () => {
  const project = new ProjectFolder();
  try {
    expect(project.synthesize("golden-image")).toEqual({ code: 0, out: "", err: "" });
    const stack = join(project.path, "cdktf.out", "stacks", "golden-images");
    const emitted: unknown = JSON.parse(readFileSync(join(stack, "cdk.tf.json"), "utf8"), (key, value: unknown) =>
      // cdktf's own version and the absolute path of the state file are not ours.
      key === "//" || key === "backend" ? undefined : value,
    );
    expect(emitted).toMatchSnapshot("cdk.tf.json");
    expect(JSON.parse(readFileSync(join(stack, "route-plan.json"), "utf8"))).toMatchSnapshot("route-plan.json");
  } finally {
    project.remove();
  }
});
