// The picture of a plan: it contains all hops, none overlap on a slot, it needs no other file, and runs no code.
import { timelinePage, timelineSvg } from "../../lib/report";
import { timelineOf } from "../../lib/report/timeline";
import { plan, wish } from "../routes/plans";
import { expectGolden } from "../goldens";
import { hostilePlan, worldwide } from "./worlds";

const formats = [
  ["svg", timelineSvg],
  ["html", timelinePage],
] as const;

test("ten hops are drawn", () => {
  expectGolden("timeline-10.svg", timelineSvg([worldwide(10)]));
});

describe.each(formats)("%s", (_, render) => {
  test("names every hop of two hundred, and marks the critical path", () => {
    const whole = worldwide(200);
    const text = render([whole]);
    for (const { id } of whole.hops) expect(text).toContain(`>${id}<`);
    expect(text).toContain('class="critical"');
  });

  test("needs no other file, runs no code, and has both themes", () => {
    const text = render([worldwide(20), worldwide(3, "another")]);
    const foreign = text.replaceAll("http://www.w3.org/2000/svg", "");
    expect(foreign).not.toMatch(
      /<script|\bon\w+=|javascript:|https?:|url\(|@import|<link|<img|<iframe|<foreignObject/iu,
    );
    expect(text).toContain("@media (prefers-color-scheme:dark)");
  });

  test("is well formed", () => {
    const open: string[] = [];
    for (const [, close, name = "", rest = ""] of render([hostilePlan()]).matchAll(/<(\/?)([a-z]\w*)([^<>]*)>/giu)) {
      if (close === "/") expect(open.pop()).toBe(name);
      else if (!rest.endsWith("/") && name !== "meta") open.push(name);
    }
    expect(open).toEqual([]);
  });

  test("gives no name an effect", () => {
    const text = render([hostilePlan()]);
    expect(text).not.toMatch(/<script/u);
    expect(text).not.toContain("\u001b");
    expect(text).toContain("&lt;script&gt;");
  });

  test("says so for an empty plan", () => {
    expect(render([plan([])])).toContain("Nothing to replicate");
  });
});

describe("layout", () => {
  test("one account has five rows for its slots, and no two hops overlap in a row", () => {
    const { lanes, panels, panelSeconds, durationSeconds } = timelineOf(worldwide(200), 1000);
    expect(lanes.filter(({ slot }) => slot).map(({ label }) => label)).toEqual(
      [1, 2, 3, 4, 5].map((n) => `slot ${String(n)}`),
    );
    for (const { bars } of lanes) {
      for (const [index, bar] of bars.entries()) {
        const before = bars[index - 1];
        if (before !== undefined) expect(bar.startSeconds).toBeGreaterThanOrEqual(before.endSeconds);
      }
    }
    expect(panels * panelSeconds).toBeGreaterThanOrEqual(durationSeconds);
  });

  test("the hops of an account are in its own rows", () => {
    const hops = ["one", "other"].map((account) =>
      wish(`${account}@cn-east-3/web`, "copyImageAcross", { image: `i-${account}` }, { "caller.account": account }),
    );
    const { lanes } = timelineOf(plan(hops), 1000);
    expect([...new Set(lanes.map(({ group }) => group))]).toEqual(["slots of one", "slots of other"]);
    expect(lanes.filter(({ bars }) => bars.length > 0)).toHaveLength(2);
    // The picture names the account of the slots, once for each account; with one account it names none.
    expect(timelineSvg([plan(hops)]).match(/>slots of \w+</gu)).toEqual([">slots of one<", ">slots of other<"]);
    expect(timelineSvg([worldwide(10)])).not.toMatch(/slots of/u);
  });
});
