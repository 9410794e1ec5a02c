import { defaultSettings, type RunView, readWeek, type Week, weekOf } from "@landfall/protocol";
import { describe, expect, it } from "vitest";
import { paintWeek } from "../src/features/settings/week-draft.ts";
import { hoursBetween, hoursOf, layoutOf, moved, placeWords } from "../src/features/settings/week-places.ts";
import { waitSentences } from "../src/features/sync/run-words.ts";
import { formatRate } from "../src/ui/format.ts";
import { linkWords } from "../src/ui/link-words.ts";
import { runData } from "./samples.ts";

const wide = layoutOf(false);
const narrow = layoutOf(true);
const full = weekOf(() => "full");

describe("the grid of the week", () => {
  it("paints an hour, a day, an hour of every day, or all, whichever way it lies", () => {
    expect(hoursOf(wide, { row: 0, column: 9 })).toEqual([{ weekday: 0, hour: 9 }]);
    expect(hoursOf(narrow, { row: 9, column: 0 })).toEqual([{ weekday: 0, hour: 9 }]);
    expect(hoursOf(wide, { row: 5, column: -1 })).toEqual(hoursOf(narrow, { row: -1, column: 5 }));
    expect(hoursOf(wide, { row: -1, column: 12 })).toHaveLength(7);
    expect(hoursOf(wide, { row: -1, column: -1 })).toHaveLength(168);
  });

  it("paints what lies between the begin and the end of a drag, in any direction", () => {
    const office = hoursBetween(wide, { row: 4, column: 16 }, { row: 0, column: 8 });
    expect(paintWeek(full, office, "peak")).toEqual(readWeek("office"));
    expect(hoursBetween(narrow, { row: 8, column: 0 }, { row: 16, column: 4 })).toHaveLength(office.length);
    expect(paintWeek(full, [], "closed")).toEqual(full);
  });

  it("is walked with the arrows up to its headers and no further", () => {
    expect(moved(wide, { row: 0, column: 0 }, "ArrowLeft")).toEqual({ row: 0, column: -1 });
    expect(moved(wide, { row: 0, column: -1 }, "ArrowLeft")).toEqual({ row: 0, column: -1 });
    expect(moved(wide, { row: 6, column: 23 }, "ArrowDown")).toEqual({ row: 6, column: 23 });
    expect(moved(wide, { row: 3, column: 3 }, "End")).toEqual({ row: 3, column: 23 });
    expect(moved(narrow, { row: 3, column: 3 }, "PageDown")).toEqual({ row: 23, column: 3 });
    expect(moved(wide, { row: 3, column: 3 }, "x")).toBeUndefined();
  });

  it("names its places in words", () => {
    expect(placeWords(wide, { row: 0, column: 8 })).toBe("Monday 08:00 to 09:00");
    expect(placeWords(narrow, { row: 8, column: 0 })).toBe("Monday 08:00 to 09:00");
    expect(placeWords(wide, { row: 6, column: -1 })).toBe("All of Sunday");
    expect(placeWords(wide, { row: -1, column: 23 })).toBe("23:00 to 24:00 on every day");
    expect(placeWords(wide, { row: -1, column: -1 })).toBe("The whole week");
  });
});

describe("the link in words", () => {
  const network = defaultSettings.network;
  const at = (hour: number) => new Date(2024, 6, 15, hour, 30).getTime();
  const office = readWeek("office") as Week;
  const nights = readWeek("nights") as Week;

  it("says what the hour allows, and until when", () => {
    expect(linkWords(network, at(10))).toBe("");
    expect(linkWords({ ...network, uploadCap: 2_000_000 }, at(10))).toBe("cap 2 Mbit/s");
    expect(linkWords({ ...network, uploadCap: 2_000_000, week: office }, at(10))).toBe("cap 500 kbit/s until 17:00");
    expect(linkWords({ ...network, uploadCap: 2_000_000, week: office }, at(7))).toBe("cap 2 Mbit/s until 08:00");
    expect(linkWords({ ...network, week: office }, at(10))).toBe("at 25 % until 17:00");
    expect(linkWords({ ...network, week: nights }, at(10))).toBe("closed until 22:00");
  });

  it("says how fast it goes as caps are written", () => {
    expect(formatRate(237_512)).toBe("1.9 Mbit/s");
    expect(formatRate(31_900)).toBe("260 kbit/s");
  });
});

describe("a run whose limit is used up", () => {
  const paused = (budget: RunView["budget"]) =>
    waitSentences({ ...(runData(0) as unknown as RunView), state: "paused", reasons: ["budget"], budget });

  it("says which one, and what Resume does", () => {
    expect(paused({ bytes: 500_000_000, minutes: null, spentBytes: 501_234_567, spentMs: 0 })).toEqual([
      "Paused: the limit of 500 MB for this run is used up. Resume continues with another 500 MB.",
    ]);
    expect(paused({ bytes: 500_000_000, minutes: 30, spentBytes: 1_000, spentMs: 1_800_000 })).toEqual([
      "Paused: the limit of 30 min for this run is used up. Resume continues with another 30 min.",
    ]);
  });

  it("says what was sent of it where the next image does not fit in what is left", () => {
    expect(paused({ bytes: 10_000_000, minutes: null, spentBytes: 8_432_100, spentMs: 0 })).toEqual([
      "Paused: 8.43 MB of the limit of 10 MB for this run was sent, and the next image, or block of one, does not fit in the 1.57 MB that are left. Resume continues with another 10 MB.",
    ]);
  });
});
