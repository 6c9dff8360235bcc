// Under Terraform, a project is one by its id and by its name, and stating the second of them later changes nothing.
import { App, TerraformStack, Testing } from "cdktf";
import { Member, type HuaweicloudProviderProps, type MemberProps } from "../../lib";
import { shareStepByStep } from "../constructs/programs";
import { terraformTest } from "../terraform/terraform";
import { TerraformFolder } from "./terraform-folder";

const ID = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";
const NAME = "cn-north-4_web";
const INVENTORY = {
  images: [{ id: "base", name: "base", region: "cn-north-4", kind: "system-disk", sizeGib: 2 }],
  // The owner of each, which ids do not contain.
  projects: [{ id: ID, account: "partner", region: "cn-north-4" }],
};

type Stated = Pick<HuaweicloudProviderProps, "project" | "projectId" | "projectName">;

function configuration(provider: Stated, member: MemberProps): object {
  const stack = new TerraformStack(new App(), "stack");
  shareStepByStep(stack, Member.project(ID, member), { account: { id: "partner" }, ...provider });
  const { provider: providers, resource } = JSON.parse(Testing.synth(stack, true)) as {
    readonly provider: object;
    readonly resource: Readonly<Record<string, object>>;
  };
  return { provider: providers, resource };
}

const named = { projectName: NAME, account: "partner" };

terraformTest.each([
  ["a name, then the id", { project: NAME }, named, { project: NAME, projectId: ID }],
  ["a name, which the program states only for the member", { projectName: NAME }, named, { projectName: NAME }],
  [
    "a default project, then its id",
    {},
    { projectName: "cn-north-4", account: "partner" },
    { projectId: ID, projectName: "cn-north-4" },
  ],
  ["an id, then the name", { projectId: ID }, {}, { projectId: ID, projectName: NAME }],
] as const)(
  "a project that is stated by %s needs no change",
  async (_title, first, member, later) => {
    const folder = new TerraformFolder(INVENTORY);
    try {
      await folder.init(configuration(first, member));
      folder.reset();
      await folder.ok("apply", "-auto-approve");
      const images = folder.look((store) => store.images.all());
      expect(images).toHaveLength(2);
      folder.write(configuration(later, member));
      expect((await folder.run(["plan", "-detailed-exitcode"])).code).toBe(0);
      await folder.ok("destroy", "-auto-approve");
      expect(folder.look((store) => store.images.all().map(({ id }) => id))).toEqual(["base"]);
      expect(folder.look((store) => store.members.all())).toEqual([]);
    } finally {
      folder.close();
    }
  },
  120_000,
);
