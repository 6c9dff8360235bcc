// `npm start` runs with Terraform where it is on PATH, else without, and says which.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { terraformTest } from "../terraform/terraform";

const START = join(__dirname, "..", "..", "scripts", "start.mjs");
const LONG_MS = 120_000;

function start(path: string | undefined): { code: number | null; out: string; err: string } {
  const env = { ...process.env, PATH: path, NO_COLOR: "1" };
  const { status, stdout, stderr } = spawnSync(process.execPath, [START], { env, encoding: "utf8" });
  return { code: status, out: stdout, err: stderr };
}

terraformTest(
  "npm start deploys the example with Terraform, also a second time",
  () => {
    for (const _ of [1, 2]) {
      const { code, out, err } = start(process.env.PATH);
      expect({ code, err }).toEqual({ code: 0, err: expect.any(String) });
      expect(out).toMatch(/^Terraform [\d.]+ is on PATH: the example is deployed with it\.$/mu);
      expect(out).toContain("Resources: 10 added, 0 changed, 0 destroyed.");
      expect(out).toContain("12 images in 4 regions");
    }
  },
  LONG_MS,
);

test(
  "npm start applies the example without Terraform where PATH has none",
  () => {
    const folder = mkdtempSync(join(tmpdir(), "start-"));
    try {
      symlinkSync(process.execPath, join(folder, "node"));
      const { code, out, err } = start(folder);
      expect({ code, err }).toEqual({ code: 0, err: expect.any(String) });
      expect(out).toContain(
        'Terraform is not on PATH: the example is carried out by "image-replication apply" instead.',
      );
      expect(out).toContain("9 replicas made");
      expect(out).toContain("12 images in 4 regions");
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  LONG_MS,
);
