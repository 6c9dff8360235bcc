// The table of props equals the interfaces.
import { readFileSync, writeFileSync } from "node:fs";
import { PROP_TABLE_FILE, propTableText } from "../../scripts/prop-table";

test("lib/declarations/props/props.json is generated from the interfaces (UPDATE=1 writes it)", () => {
  const text = propTableText();
  if (process.env.UPDATE !== undefined) writeFileSync(PROP_TABLE_FILE, text);
  expect(readFileSync(PROP_TABLE_FILE, "utf8")).toBe(text);
}, 120_000);
