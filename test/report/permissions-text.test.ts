// Required permissions as text: any names fit the width, and an empty list says so.
import { permissionsText } from "../../lib/report";
import { displayWidth } from "../../lib/report/columns";
import { permissionsFor } from "../../lib/routes";
import { UNKNOWN } from "../../lib/values";
import { expectGolden } from "../goldens";
import { plan, wish } from "../routes/plans";
import { hostilePlan, worldwide } from "./worlds";

test("lists users by project, then agencies by region", () => {
  const late = wish("late", "copyImageAcross", { image: "base" }, { "agency.name": UNKNOWN });
  expectGolden("permissions.txt", permissionsText(permissionsFor([worldwide(8), plan([late])])));
});

test("no line exceeds the width, and no name controls the terminal", () => {
  const text = permissionsText(permissionsFor([hostilePlan()]));
  expect(Math.max(...text.split("\n").map(displayWidth))).toBeLessThanOrEqual(80);
  expect(text).not.toContain("\u001b");
});

test("an empty list says so", () => {
  expect(permissionsText(permissionsFor([plan([])]))).toBe("Nothing has to be allowed: the plans ask for nothing.\n");
});
