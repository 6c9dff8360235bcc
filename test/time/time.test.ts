// Virtual time, pacing and chance.
import { instantPacing, randomSource, scaledPacing, timestampAt, wallMilliseconds } from "../../lib/time";

test("virtual second 0 is a fixed moment, so that timestamps repeat", () => {
  expect([timestampAt(0), timestampAt(600), timestampAt(86_400)]).toEqual([
    "2026-01-01T00:00:00Z",
    "2026-01-01T00:10:00Z",
    "2026-01-02T00:00:00Z",
  ]);
});

test("the same random seed gives the same numbers, and another seed gives others", () => {
  const numbers = (randomSeed: number): readonly number[] => {
    const source = randomSource(randomSeed);
    return Array.from({ length: 20 }, () => source.next());
  };
  expect(numbers(7)).toEqual(numbers(7));
  expect(numbers(7)).not.toEqual(numbers(8));
  for (const number of numbers(7)) expect(number >= 0 && number < 1).toBe(true);
});

test("random numbers below a bound reach every whole number below it and no other", () => {
  const source = randomSource(1);
  const seen = new Set(Array.from({ length: 400 }, () => source.below(6)));
  expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5]);
  expect(["a", "b"]).toContain(source.pick(["a", "b"]));
});

test("an instant clock goes to the requested time at once", async () => {
  await expect(instantPacing().towards(0, 1e9)).resolves.toBe(1e9);
});

test("a scaled clock reaches the requested time in frames, never back or beyond", async () => {
  const pacing = scaledPacing(10_000, 5);
  const began = wallMilliseconds();
  const frames: number[] = [];
  for (let now = 0; now < 500;) {
    now = await pacing.towards(now, 500);
    frames.push(now);
  }
  expect(wallMilliseconds() - began).toBeGreaterThanOrEqual(45);
  expect(frames.at(-1)).toBe(500);
  expect([...frames].sort((left, right) => left - right)).toEqual(frames);
});

test("a scaled clock without speed is refused", () => {
  expect(() => scaledPacing(0)).toThrow(RangeError);
});
