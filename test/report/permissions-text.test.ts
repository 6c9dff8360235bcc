// What has to be allowed, as text: it fits its page whatever names there are, and says so where there is nothing.
import { permissionsText } from "../../lib/report";
import { displayWidth } from "../../lib/report/columns";
import { permissionsFor } from "../../lib/routes";
import { UNKNOWN } from "../../lib/values";
import { expectGolden } from "../goldens";
import { plan, wish } from "../routes/plans";
import { hostilePlan, worldwide } from "./worlds";

test("users by project, then agencies by region", () => {
  const late = wish("late", "copyImageAcross", { image: "base" }, { "agency.name": UNKNOWN });
  expectGolden("permissions.txt", permissionsText(permissionsFor([worldwide(8), plan([late])])));
});

test("no line is wider than the page, and no name steers the terminal", () => {
  const text = permissionsText(permissionsFor([hostilePlan()]));
  expect(Math.max(...text.split("\n").map(displayWidth))).toBeLessThanOrEqual(80);
  expect(text).not.toContain("\u001b");
});

test("nothing is nothing", () => {
  expect(permissionsText(permissionsFor([plan([])]))).toBe("Nothing has to be allowed: the plans ask for nothing.\n");
});
