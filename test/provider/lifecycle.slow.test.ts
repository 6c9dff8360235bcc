// The life of every resource type under real Terraform: create, an empty plan, update, replacement, taint, refresh, change and deletion
// outside Terraform, import where possible, and destroy. All types are in one configuration, because Terraform's start takes the time and
// not the number of resources; each has its own sources, so that they do not interfere.
import { RESOURCES } from "../../lib/provider/resources";
import { terraformTest } from "../terraform/terraform";
import { Attached } from "./attached";

const BEIJING = "cn-north-4";
const SHANGHAI = "cn-east-3";

interface Life {
  readonly type: string;
  readonly base: object;
  /** Arguments that change in place; absent where none can. */
  readonly changed?: object;
  /** Arguments whose change replaces it; absent where the type has none. */
  readonly replaced?: object;
  /** What is changed outside Terraform, and the attribute in which the plan shows it; absent where nothing is read back. */
  readonly drift?: (attached: Attached, id: string) => void;
  readonly drifts?: string;
  readonly vanish?: (attached: Attached, id: string) => void;
}

/** An image made from a file: read, changed and deleted like any other. */
const registered = (type: string, key: string, more: object = {}): Life => ({
  type,
  base: { name: key, image_url: `files:${key}`, min_disk: 40, ...more },
  changed: { name: `${key}-2`, description: "from a file" },
  replaced: { region: undefined, cmk_id: "k-1" },
  drift: ({ cloud }, id) => cloud.admin.changeImage(id, { name: "renamed" }),
  drifts: "name",
  vanish: ({ cloud }, id) => cloud.admin.deleteImage(id),
});

const LIVES: readonly Life[] = [
  {
    type: "huaweicloud_images_image_copy",
    base: { name: "web", source_image_id: "copied", description: "gold", tags: { stage: "gold" }, min_ram: 1024 },
    changed: { name: "web-2", description: "silver", tags: { stage: "silver" }, min_ram: 2048 },
    replaced: { target_region: SHANGHAI, agency_name: "ims" },
    drift: ({ cloud }, id) => cloud.admin.changeImage(id, { name: "renamed" }),
    drifts: "name",
    vanish: ({ cloud }, id) => cloud.admin.deleteImage(id),
  },
  {
    type: "huaweicloud_images_image_share",
    base: { source_image_id: "lent", target_project_ids: ["build"] },
    changed: { target_project_ids: ["build", "test"] },
    replaced: { source_image_id: "lent-too" },
  },
  {
    type: "huaweicloud_images_image_share_accepter",
    base: { image_id: "offered" },
    replaced: { image_id: "offered-too" },
  },
  {
    type: "huaweicloud_ims_image_export",
    base: { image_id: "sent", bucket_url: "files:web.qcow2", file_format: "qcow2" },
    replaced: { image_id: "sent-too", bucket_url: "files:other.qcow2" },
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
      const key = cloud.admin.tryFindKey(id, BEIJING)!;
      cloud.admin.putKey({ ...key, state: "disabled" });
    },
    drifts: "is_enabled",
    vanish: ({ cloud }, id) => {
      const key = cloud.admin.tryFindKey(id, BEIJING)!;
      cloud.admin.putKey({ ...key, state: "pending-deletion" });
    },
  },
  {
    type: "huaweicloud_cbr_vault",
    base: { name: "vault", type: "server", protection_type: "replication", size: 100 },
    changed: { name: "vault-2", size: 200 },
    replaced: { protection_type: "backup" },
    drift: ({ cloud }, id) => {
      const vault = cloud.admin.tryFindVault(id, BEIJING)!;
      cloud.admin.putVault({ ...vault, sizeGib: 50 });
    },
    drifts: "size",
    vanish: ({ cloud }, id) => cloud.admin.deleteVault(id, BEIJING),
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
      const agency = cloud.admin.tryFindAgency("default", "ims_copy")!;
      cloud.admin.putAgency({ ...agency, regions: [] });
    },
    drifts: "project_role",
    vanish: ({ cloud }) => cloud.admin.deleteAgency("default", "ims_copy"),
  },
];

test("every served type is in the table", () => {
  expect(LIVES.map(({ type }) => type).sort()).toEqual(RESOURCES.map(({ schema }) => schema.type).sort());
});

/** An image of 4 GB in Beijing. */
const image = (id: string, more: object = {}): object => ({
  ...{ id, name: id, region: BEIJING, kind: "system-disk", sizeGib: 4 },
  ...more,
});

const OFFERED = ["offered", "offered-too"];

const INVENTORY = {
  images: [
    ...["copied", "lent", "lent-too", "sent", "sent-too"].map((id) => image(id)),
    ...OFFERED.map((id) => image(id, { account: "partner" })),
  ],
  members: OFFERED.map((imageId) => ({ imageId, project: BEIJING, status: "pending" })),
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

/** The change of a resource in a plan. */
interface Planned {
  readonly actions: readonly string[];
  readonly before: Readonly<Record<string, unknown>> | null;
}

type Attributes = Readonly<Record<string, unknown>>;
type ByType<T> = Readonly<Record<string, T>>;

/** One value for each life, by its type. */
const byType = <T>(of: (life: Life) => T): ByType<T> => Object.fromEntries(LIVES.map((life) => [life.type, of(life)]));

const addressOf = ({ type }: Life): string => `${type}.it`;

const BASES = byType(({ base }) => base);
const NOTHING = byType(() => ["no-op"]);

/** All lives in one configuration and one region state. */
class Lifetime {
  private constructor(public readonly attached: Attached) {}

  public static async with(work: (run: Lifetime) => Promise<void>): Promise<void> {
    const attached = await Attached.start({ inventory: INVENTORY });
    try {
      await work(new Lifetime(attached));
    } finally {
      attached.close();
    }
  }

  public write(values: ByType<object>, more: object = {}): void {
    this.attached.write({
      provider: { huaweicloud: { region: BEIJING } },
      resource: Object.fromEntries(Object.entries(values).map(([type, it]) => [type, { it }])),
      ...more,
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

  public async plan(): Promise<ByType<Planned>> {
    await this.ok("plan", "-out=plan", "-no-color");
    const { resource_changes: changes } = JSON.parse(await this.ok("show", "-json", "plan")) as {
      resource_changes: readonly { readonly type: string; readonly change: Planned }[];
    };
    return Object.fromEntries(changes.map(({ type, change }) => [type, change]));
  }

  /** The changes of the next apply. */
  public async next(): Promise<ByType<readonly string[]>> {
    return Object.fromEntries(Object.entries(await this.plan()).map(([type, { actions }]) => [type, actions]));
  }

  /** Terraform's current state. */
  public async state(): Promise<ByType<Attributes>> {
    const { values } = JSON.parse(await this.ok("show", "-json")) as {
      values?: { root_module: { resources?: readonly { type: string; values: Attributes }[] } };
    };
    const resources = values?.root_module.resources ?? [];
    return Object.fromEntries(resources.map(({ type, values: attributes }) => [type, attributes]));
  }
}

const LONG_MS = 120_000;

const flat = (output: string): string => output.replaceAll(/\s+/gu, " ");

terraformTest(
  "each type is created, changed, replaced and destroyed, with empty plans in between",
  () =>
    Lifetime.with(async (run) => {
      run.write(BASES);
      await run.ok("validate");
      await run.apply();
      expect(await run.next()).toEqual(NOTHING);
      const first = await run.state();
      expect(Object.keys(first).sort()).toEqual(Object.keys(BASES).sort());

      run.write(byType(({ base, changed }) => ({ ...base, ...changed })));
      expect(await run.next()).toEqual(byType(({ changed }) => [changed === undefined ? "no-op" : "update"]));
      await run.apply();
      expect(await run.next()).toEqual(NOTHING);
      const second = await run.state();
      expect(second).toMatchObject(byType(({ type, changed }) => ({ ...changed, id: first[type]!.id })));

      // Resources that cannot be replaced keep their change.
      run.write(byType(({ base, changed, replaced }) => ({ ...base, ...(replaced ?? changed) })));
      expect(await run.next()).toEqual(
        byType(({ replaced }) => (replaced === undefined ? ["no-op"] : ["delete", "create"])),
      );
      await run.apply();
      expect(await run.next()).toEqual(NOTHING);
      const third = await run.state();
      for (const { type, replaced } of LIVES)
        expect([type, third[type]!.id !== first[type]!.id]).toEqual([type, replaced !== undefined]);

      await run.ok("destroy", "-auto-approve", "-no-color");
      expect(await run.state()).toEqual({});
      expect(await run.next()).toEqual(byType(() => ["create"]));
    }),
  LONG_MS,
);

terraformTest(
  "each type is replaced when tainted, and outside changes and deletions are seen",
  () =>
    Lifetime.with(async (run) => {
      run.write(BASES);
      await run.apply(...LIVES.map((life) => `-target=${addressOf(life)}`));
      const first = await run.state();

      const drifting = LIVES.filter(({ drift }) => drift !== undefined);
      for (const { type, drift } of drifting) drift!(run.attached, String(first[type]!.id));
      const drifted = await run.plan();
      for (const { type, drift, drifts = "" } of LIVES) {
        expect([type, drifted[type]!.actions]).toEqual([type, [drift === undefined ? "no-op" : "update"]]);
        if (drift !== undefined) expect(drifted[type]!.before![drifts]).not.toEqual(first[type]![drifts]);
      }
      await run.apply("-refresh-only");
      const refreshed = await run.state();
      for (const { type, drifts = "" } of drifting)
        expect(refreshed[type]![drifts]).toEqual(drifted[type]!.before![drifts]);
      await run.apply();
      const mended = await run.state();
      for (const { type, drifts = "" } of drifting)
        expect(mended[type]).toMatchObject({ id: first[type]!.id, [drifts]: first[type]![drifts] });

      for (const life of LIVES) await run.ok("taint", addressOf(life));
      expect(await run.next()).toEqual(byType(() => ["delete", "create"]));
      await run.apply();
      const anew = await run.state();

      for (const { type, vanish } of LIVES) vanish?.(run.attached, String(anew[type]!.id));
      expect(await run.next()).toEqual(byType(({ vanish }) => [vanish === undefined ? "no-op" : "create"]));
      await run.apply();
      expect(await run.next()).toEqual(NOTHING);
    }),
  LONG_MS,
);

const isImportable = ({ type }: Life): boolean =>
  RESOURCES.find(({ schema }) => schema.type === type)!.schema.importable === true;

terraformTest(
  "each type is imported by its id where the vendor's can be, else it is refused",
  () =>
    Lifetime.with(async (run) => {
      run.write(BASES);
      await run.apply();
      const first = await run.state();
      await run.ok("state", "rm", ...LIVES.map(addressOf));

      const [importable, others] = [LIVES.filter(isImportable), LIVES.filter((life) => !isImportable(life))];
      const idOf = ({ type }: Life): string => String(first[type]!.id);
      // Each import has its own command; refusals come from one plan with import blocks.
      for (const life of [...importable, others[0]!]) {
        const { code, output } = await run.attached.run("import", "-no-color", addressOf(life), idOf(life));
        const isRefused = flat(output).includes(`${life.type} cannot be imported`);
        expect([life.type, code, isRefused]).toEqual([life.type, ...(isImportable(life) ? [0, false] : [1, true])]);
      }
      const again = await run.state();
      for (const { type } of importable) expect(again[type]!.id).toBe(first[type]!.id);

      const refusedOf = async (lives: readonly Life[], id: (life: Life) => string): Promise<string> => {
        run.write(BASES, { import: lives.map((life) => ({ to: addressOf(life), id: id(life) })) });
        const { code, output } = await run.attached.run("plan", "-no-color");
        expect(code).toBe(1);
        return flat(output);
      };
      const refused = await refusedOf(others, idOf);
      for (const { type } of others) expect(refused).toContain(`${type} cannot be imported`);
      await run.ok("state", "rm", ...importable.map(addressOf));
      const missing = await refusedOf(importable, () => "51a7ed00-0000-4000-8000-000000000000");
      for (const life of importable)
        expect(missing).toContain(`"${addressOf(life)}", the provider detected that no object exists`);
    }),
  LONG_MS,
);
