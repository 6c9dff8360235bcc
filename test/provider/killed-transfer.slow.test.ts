// Terraform is killed during a transfer that it has already recorded as created: on the simulated cloud, the next apply transfers the
// object. A transfer whose object is registered is not repeated, even if the object is removed later.
import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Cloud } from "../../lib/cloud";
import { TRANSFER_TRIGGERS, transferVariable } from "../../lib/model";
import { sleep } from "../../lib/time";
import { terraformTest } from "../terraform/terraform";
import { TerraformFolder } from "./terraform-folder";

const BIN = join(__dirname, "..", "..", "dist", "cli", "main.js");
const KEY = "data.qcow2";
const [BEIJING, SHANGHAI] = ["cn-north-4", "cn-east-3"];

const INVENTORY = {
  buckets: [
    { name: "here", region: BEIJING },
    { name: "there", region: SHANGHAI },
  ],
  objects: [{ bucket: "here", key: KEY, format: "qcow2", sizeGib: 4, contents: { kind: "data-disk", minDiskGib: 40 } }],
};

const TRIGGERS = {
  from_bucket: "here",
  from_key: KEY,
  from_region: BEIJING,
  to_bucket: "there",
  to_key: KEY,
  to_region: SHANGHAI,
  checkpoint: "c1",
  from_account: "default",
  to_account: "default",
};

const environment = Object.fromEntries(
  TRANSFER_TRIGGERS.map((trigger) => [transferVariable(trigger), `\${self.triggers.${trigger}}`]),
);

/** The command hangs where `hang` exists; the other resource ends when `go` exists, and Terraform then writes its state. */
const configuration = (file: string): object => ({
  provider: { huaweicloud: { region: SHANGHAI } },
  resource: {
    null_resource: {
      transfer: {
        triggers: TRIGGERS,
        provisioner: [
          {
            "local-exec": {
              command: `if [ -e hang ]; then touch hanging; exec sleep 600; fi; exec '${process.execPath}' '${BIN}' object transfer`,
              environment: { ...environment, IMAGE_REPLICATION_CLOUD: file },
            },
          },
        ],
      },
      // Fewer triggers, like the resource that removes objects, and none.
      removal: { triggers: { to_bucket: "there", to_key: KEY } },
      plain: {},
    },
    terraform_data: {
      other: { provisioner: [{ "local-exec": { command: "while [ ! -e go ]; do sleep 0.05; done" } }] },
    },
    huaweicloud_ims_obs_data_image: {
      web: {
        name: "web",
        image_url: 'there:${null_resource.transfer.triggers["to_key"]}',
        min_disk: 40,
      },
    },
  },
});

terraformTest(
  "the next apply repairs a killed transfer",
  async () => {
    const folder = new TerraformFolder(INVENTORY);
    const at = (name: string): string => join(folder.path, name);
    const isRecorded = (): boolean =>
      existsSync(at("terraform.tfstate")) &&
      readFileSync(at("terraform.tfstate"), "utf8").includes('"name": "transfer"');
    try {
      await folder.init(configuration(folder.file));
      folder.reset();
      writeFileSync(at("hang"), "");
      const { TF_CLI_CONFIG_FILE: _unset, ...inherited } = process.env;
      const child = spawn("terraform", ["apply", "-auto-approve", "-no-color"], {
        cwd: folder.path,
        env: { ...inherited, CHECKPOINT_DISABLE: "1" },
        detached: true,
        stdio: "ignore",
      });
      const ended = new Promise((resolve) => child.on("close", resolve));
      while (!existsSync(at("hanging"))) await sleep(50);
      writeFileSync(at("go"), "");
      while (!isRecorded()) await sleep(50);
      process.kill(-child.pid!, "SIGKILL");
      await ended;
      rmSync(at("hang"));

      await folder.ok("apply", "-auto-approve", "-no-color", "-lock-timeout=10s");
      expect(await folder.run(["plan", "-detailed-exitcode", "-no-color"])).toMatchObject({ code: 0 });
      const objects = (): readonly string[] =>
        folder.look((store) => new Cloud(store).inventory().objects.map(({ bucket }) => bucket));
      expect(objects()).toEqual(["here", "there"]);

      folder.look((store) => {
        new Cloud(store).removeObject("there", KEY);
      });
      expect(await folder.run(["plan", "-detailed-exitcode", "-no-color"])).toMatchObject({ code: 0 });

      // Without the image, too, both are re-created.
      const [image] = folder.look((store) => store.images.all());
      folder.look((store) => {
        new Cloud(store).admin.deleteImage(image!.id);
      });
      await folder.ok("apply", "-auto-approve", "-no-color");
      expect(objects()).toEqual(["here", "there"]);
    } finally {
      folder.close();
    }
  },
  180_000,
);
