import { describe, expect, it } from "vitest";
import { afterFailure, askAgain, nextTryMs, type PictureTry, triesOf } from "../src/ui/picture-tries.ts";

const first: PictureTry = { of: "a pending", failures: 0, failed: false };

describe("a picture that could not be had", () => {
  it("is asked for again a few times, later each time, and then no more", () => {
    const pauses: (number | undefined)[] = [];
    for (let now = first; pauses.length < 5; now = askAgain(now)) {
      now = afterFailure(now);
      pauses.push(nextTryMs(now));
    }
    const [one = 0, two = 0, three = 0, ...rest] = pauses;
    expect(0 < one && one < two && two < three).toBe(true);
    expect(rest).toEqual([undefined, undefined]);
  });

  it("begins anew when its image's state changes, and not before", () => {
    const failed = afterFailure(first);
    expect(triesOf(failed, "a pending")).toBe(failed);
    expect(triesOf(failed, "a complete")).toEqual({ of: "a complete", failures: 0, failed: false });
  });
});
