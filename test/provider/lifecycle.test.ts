// The life of every resource type under real Terraform: made, planned again with nothing to do, changed in place, replaced, tainted,
// refreshed, changed and deleted behind Terraform's back, imported where it can be, and destroyed.
import { RESOURCES } from "../../lib/provider/resources";
import { terraformTest } from "../terraform/terraform";
import { Attached } from "./attached";

const BEIJING = "cn-north-4";
const SHANGHAI = "cn-east-3";

interface Life {
  readonly type: string;
  readonly base: object;
  /** Arguments that are changed in place; absent where none can be. */
  readonly changed?: object;
  /** Arguments whose change replaces it; absent where the type has none. */
  readonly replaced?: object;
  /** What is changed behind Terraform's back, and the attribute in which the plan shows it; absent where nothing is read back. */
  readonly drift?: (attached: Attached, id: string) => void;
  readonly drifts?: string;
  readonly vanish?: (attached: Attached, id: string) => void;
}

/** An image that is made of a file: read, changed and deleted as any other. */
const registered = (type: string, key: string, more: object = {}): Life => ({
  type,
  base: { name: "in", image_url: `files:${key}`, min_disk: 40, ...more },
  changed: { name: "in-2", description: "from a file" },
  replaced: { region: undefined, cmk_id: "k-1" },
  drift: ({ cloud }, id) => cloud.upkeep.changeImage(id, { name: "renamed" }),
  drifts: "name",
  vanish: ({ cloud }, id) => cloud.upkeep.deleteImage(id),
});

const LIVES: readonly Life[] = [
  {
    type: "huaweicloud_images_image_copy",
    base: { name: "web", source_image_id: "base", description: "gold", tags: { stage: "gold" }, min_ram: 1024 },
    changed: { name: "web-2", description: "silver", tags: { stage: "silver" }, min_ram: 2048 },
    replaced: { target_region: SHANGHAI, agency_name: "ims" },
    drift: ({ cloud }, id) => cloud.upkeep.changeImage(id, { name: "renamed" }),
    drifts: "name",
    vanish: ({ cloud }, id) => cloud.upkeep.deleteImage(id),
  },
  {
    type: "huaweicloud_images_image_share",
    base: { source_image_id: "base", target_project_ids: ["build"] },
    changed: { target_project_ids: ["build", "test"] },
    replaced: { source_image_id: "other" },
  },
  {
    type: "huaweicloud_images_image_share_accepter",
    base: { image_id: "offered" },
    replaced: { image_id: "offered-too" },
  },
  {
    type: "huaweicloud_ims_image_export",
    base: { image_id: "base", bucket_url: "files:web.qcow2", file_format: "qcow2" },
    replaced: { image_id: "other", bucket_url: "files:other.qcow2" },
  },
  registered("huaweicloud_ims_obs_system_image", "system.qcow2", { os_version: "Ubuntu 22.04 server 64bit" }),
  registered("huaweicloud_ims_obs_data_image", "data.qcow2", { os_type: "Linux" }),
  {
    ...registered("huaweicloud_ims_quickimport_data_image", "data.raw", { os_type: "Linux", type: "ECS" }),
    replaced: { min_disk: 50, enable_force_new: "true" },
  },
  {
    type: "huaweicloud_kms_key",
    base: { key_alias: "gold", key_description: "for images" },
    changed: { key_alias: "silver", is_enabled: false },
    replaced: { region: SHANGHAI },
    drift: ({ cloud }, id) => {
      const key = cloud.upkeep.tryFindKey(id, BEIJING)!;
      cloud.upkeep.putKey({ ...key, state: "disabled" });
    },
    drifts: "is_enabled",
    vanish: ({ cloud }, id) => {
      const key = cloud.upkeep.tryFindKey(id, BEIJING)!;
      cloud.upkeep.putKey({ ...key, state: "pending-deletion" });
    },
  },
  {
    type: "huaweicloud_cbr_vault",
    base: { name: "vault", type: "server", protection_type: "replication", size: 100 },
    changed: { name: "vault-2", size: 200 },
    replaced: { protection_type: "backup" },
    drift: ({ cloud }, id) => {
      const vault = cloud.upkeep.tryFindVault(id, BEIJING)!;
      cloud.upkeep.putVault({ ...vault, sizeGib: 50 });
    },
    drifts: "size",
    vanish: ({ cloud }, id) => cloud.upkeep.deleteVault(id, BEIJING),
  },
  {
    type: "huaweicloud_identity_agency",
    base: {
      name: "ims_copy",
      delegated_service_name: "op_svc_ims",
      project_role: [{ project: SHANGHAI, roles: ["IMS Administrator"] }],
    },
    changed: { description: "copies images" },
    drift: ({ cloud }) => {
      const agency = cloud.upkeep.tryFindAgency("default", "ims_copy")!;
      cloud.upkeep.putAgency({ ...agency, regions: [] });
    },
    drifts: "project_role",
    vanish: ({ cloud }) => cloud.upkeep.deleteAgency("default", "ims_copy"),
  },
];

test("every type that is served has its life here", () => {
  expect(LIVES.map(({ type }) => type).sort()).toEqual(RESOURCES.map(({ schema }) => schema.type).sort());
});

const INVENTORY = {
  images: [
    { id: "base", name: "base", region: BEIJING, kind: "system-disk", sizeGib: 4 },
    { id: "other", name: "other", region: BEIJING, kind: "system-disk", sizeGib: 4 },
    { id: "offered", name: "offered", region: BEIJING, kind: "system-disk", sizeGib: 4, account: "partner" },
    { id: "offered-too", name: "offered-too", region: BEIJING, kind: "system-disk", sizeGib: 4, account: "partner" },
  ],
  members: ["offered", "offered-too"].map((imageId) => ({ imageId, project: BEIJING, status: "pending" })),
  projects: ["build", "test"].map((id) => ({ id, account: "default", region: BEIJING })),
  keys: [{ id: "k-1", region: BEIJING }],
  buckets: [{ name: "files", region: BEIJING }],
  objects: [
    ["system.qcow2", "qcow2", "system-disk"],
    ["data.qcow2", "qcow2", "data-disk"],
    ["data.raw", "raw", "data-disk"],
  ].map(([key, format, kind]) => ({ bucket: "files", key, format, sizeGib: 4, contents: { kind, minDiskGib: 40 } })),
  agencies: [{ name: "ims", regions: [BEIJING, SHANGHAI] }],
};

/** What a plan does to the one resource. */
interface Planned {
  readonly actions: readonly string[];
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}

class Lifetime {
  private constructor(
    public readonly attached: Attached,
    private readonly type: string,
  ) {}

  public static async begin(type: string): Promise<Lifetime> {
    return new Lifetime(await Attached.start({ inventory: INVENTORY }), type);
  }

  public write(values: object): void {
    this.attached.write({
      provider: { huaweicloud: { region: BEIJING } },
      resource: { [this.type]: { it: values } },
    });
  }

  public async ok(...args: readonly string[]): Promise<string> {
    const { code, output } = await this.attached.run(...args);
    if (code !== 0) throw new Error(`terraform ${args.join(" ")}: ${output}`);
    return output;
  }

  public async apply(...args: readonly string[]): Promise<void> {
    await this.ok("apply", "-auto-approve", "-no-color", ...args);
  }

  public async plan(...args: readonly string[]): Promise<Planned | undefined> {
    await this.ok("plan", "-out=plan", "-no-color", ...args);
    const { resource_changes: changes = [] } = JSON.parse(await this.ok("show", "-json", "plan")) as {
      resource_changes?: readonly { readonly change: Planned }[];
    };
    return changes[0]?.change;
  }

  /** The state as Terraform has it; undefined when it has none. */
  public async state(): Promise<Readonly<Record<string, unknown>> | undefined> {
    const { values } = JSON.parse(await this.ok("show", "-json")) as {
      values?: { root_module: { resources?: readonly { values: Record<string, unknown> }[] } };
    };
    return values?.root_module.resources?.[0]?.values;
  }
}

describe.each(LIVES.map((life) => [life.type, life] as const))("%s", (type, life) => {
  terraformTest("is made, changed, replaced and destroyed, and a plan in between has nothing to do", async () => {
    const run = await Lifetime.begin(type);
    try {
      run.write(life.base);
      await run.ok("validate");
      await run.apply();
      expect((await run.plan())!.actions).toEqual(["no-op"]);
      const first = await run.state();

      if (life.changed !== undefined) {
        run.write({ ...life.base, ...life.changed });
        expect((await run.plan())!.actions).toEqual(["update"]);
        await run.apply();
        expect((await run.plan())!.actions).toEqual(["no-op"]);
        expect(await run.state()).toMatchObject({ ...life.changed, id: first!.id });
      }

      if (life.replaced !== undefined) {
        run.write({ ...life.base, ...life.replaced });
        expect((await run.plan())!.actions).toEqual(["delete", "create"]);
        await run.apply();
        expect((await run.plan())!.actions).toEqual(["no-op"]);
        expect((await run.state())!.id).not.toBe(first!.id);
      }

      await run.ok("destroy", "-auto-approve", "-no-color");
      expect(await run.state()).toBeUndefined();
      expect((await run.plan())!.actions).toEqual(["create"]);
    } finally {
      run.attached.close();
    }
  });

  terraformTest(
    "is replaced when tainted, and seen when it was changed or deleted behind Terraform's back",
    async () => {
      const run = await Lifetime.begin(type);
      try {
        run.write(life.base);
        await run.apply("-target", `${type}.it`);
        const first = await run.state();

        const { drift, drifts = "", vanish } = life;
        if (drift !== undefined) {
          drift(run.attached, String(first!.id));
          const drifted = await run.plan();
          expect(drifted!.actions).toEqual(["update"]);
          expect(drifted!.before![drifts]).not.toEqual(first![drifts]);
          await run.apply("-refresh-only");
          expect((await run.state())![drifts]).toEqual(drifted!.before![drifts]);
          await run.apply();
          expect(await run.state()).toMatchObject({ id: first!.id, [drifts]: first![drifts] });
        }

        await run.ok("taint", `${type}.it`);
        expect((await run.plan())!.actions).toEqual(["delete", "create"]);
        await run.apply();

        if (vanish !== undefined) {
          vanish(run.attached, String((await run.state())!.id));
          expect((await run.plan())!.actions).toEqual(["create"]);
          await run.apply();
        }
        expect((await run.plan())!.actions).toEqual(["no-op"]);
      } finally {
        run.attached.close();
      }
    },
  );

  const { importable } = RESOURCES.find(({ schema }) => schema.type === type)!.schema;

  terraformTest(importable === true ? "is imported by its id" : "cannot be imported, as with the vendor", async () => {
    const run = await Lifetime.begin(type);
    try {
      run.write(life.base);
      await run.apply();
      const id = String((await run.state())!.id);
      await run.ok("state", "rm", `${type}.it`);
      const { code, output } = await run.attached.run("import", "-no-color", `${type}.it`, id);
      if (importable === true) {
        expect({ code, output }).toMatchObject({ code: 0 });
        expect((await run.state())!.id).toBe(id);
      } else {
        expect(code).toBe(1);
        expect(output).toMatch(/cannot be\s+imported/u);
      }
      const missing = await run.attached.run(
        "import",
        "-no-color",
        `${type}.it`,
        "51a7ed00-0000-4000-8000-000000000000",
      );
      expect(missing.code).toBe(1);
    } finally {
      run.attached.close();
    }
  });
});
