// Goldens: texts as people read them, compared byte for byte. UPDATE=1 rewrites them; then read the diff.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const folder = join(__dirname, "goldens");

/** Compares with `test/goldens/<name>`. */
export function expectGolden(name: string, text: string): void {
  const file = join(folder, name);
  if (process.env["UPDATE"] === "1") {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  if (!existsSync(file))
    throw new Error(`There is no golden ${name}: run the test with UPDATE=1, and read what it wrote.`);
  expect(text).toBe(readFileSync(file, "utf8"));
}
