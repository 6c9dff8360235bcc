// Exports in the plugin's plan: the rules on the format are the same as at synth.
import { Cloud } from "../../lib/cloud";
import { COMPLIANT_FACTS } from "../../lib/rules";
import { Store } from "../../lib/store";
import { worldOf, SOURCE_ID } from "../doors/world";
import { Calls, idsIn } from "./calls";

const TYPE = "huaweicloud_ims_image_export";

test.each([
  ["a plain export without a format", null, false, []],
  ["a fast export without a format", null, true, []],
  ["a fast export in its own format", "zvhd2", true, []],
  ["a fast export as vhd", "vhd", true, ["export/fast-has-own-format"]],
  ["a plain export as raw", "raw", false, ["export/format-known"]],
  ["a plain export in an unknown format", "floppy", false, ["export/format-known"]],
])("%s has the findings of synth", async (_title, file_format, is_quick_export, expected) => {
  const store = Store.open(":memory:");
  try {
    const cloud = new Cloud(store);
    const facts = COMPLIANT_FACTS.exportImage;
    cloud.load(worldOf({ ...facts, "export.fast": is_quick_export }));
    const calls = Calls.over(cloud);
    const { "caller.account": domain_id, "caller.project": project_id, "caller.region": region } = facts;
    await calls.configure({ domain_id, project_id, region });
    const bucket_url = `${String(facts["bucket.name"])}:${String(facts["object.key"])}`;
    const config = { image_id: SOURCE_ID, bucket_url, file_format, is_quick_export, region };
    const { diagnostics, state } = await calls.plan(TYPE, { ...config, timeouts: { create: "9000h" } });
    expect(idsIn(diagnostics)).toEqual(expected);
    if (expected.length > 0) return;
    await calls.apply(TYPE, state);
    expect(cloud.jobs()).toHaveLength(1);
  } finally {
    store.close();
  }
});
