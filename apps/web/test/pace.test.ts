import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { paced } from "../src/live/pace.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("is done at once, then at most once in its time, and once more for what was asked meanwhile", () => {
  const flush = vi.fn();
  const { ask } = paced(200, flush);
  ask();
  expect(flush).toHaveBeenCalledTimes(1);
  for (let each = 0; each < 50; each++) ask();
  vi.advanceTimersByTime(199);
  expect(flush).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1);
  expect(flush).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(1_000);
  expect(flush).toHaveBeenCalledTimes(2);
});

it("is not done any more once it was stopped", () => {
  const flush = vi.fn();
  const { ask, stop } = paced(200, flush);
  ask();
  ask();
  stop();
  vi.advanceTimersByTime(1_000);
  expect(flush).toHaveBeenCalledTimes(1);
});
