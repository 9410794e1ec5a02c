import { describe, expect, it, test } from "vitest";
import {
  capAt,
  defaultSettings,
  type LocalHour,
  levelAt,
  machineHour,
  nextChange,
  nextOpen,
  readWeek,
  showWeek,
  usualWeek,
  usualWeeks,
  Week,
  weekKind,
  weekOf,
} from "../src/index.ts";

const days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
/** Local hours of a zone, by Intl and not by the machine. */
function hourIn(timeZone: string) {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone, weekday: "short", hour: "2-digit", hourCycle: "h23" });
  return (atMs: number): LocalHour => {
    const part = (type: string) => format.formatToParts(atMs).find((each) => each.type === type)?.value ?? "";
    return { weekday: days.indexOf(part("weekday")), hour: Number(part("hour")) };
  };
}
const utc = hourIn("UTC");
const at = (instant: string) => Date.parse(instant);
const office = usualWeeks.find(({ name }) => name === "office")?.week as Week;
const nights = usualWeeks.find(({ name }) => name === "nights")?.week as Week;

describe("the week", () => {
  it("is seven days of 24 hours, Monday first", () => {
    expect(Week.safeParse(defaultSettings.network.week).success).toBe(true);
    expect(Week.safeParse(defaultSettings.network.week.slice(1)).success).toBe(false);
    const mondayMorning = weekOf(({ weekday, hour }) => (weekday === 0 && hour === 9 ? "closed" : "full"));
    // 15 July 2024 was a Monday.
    expect(levelAt(mondayMorning, at("2024-07-15T09:59:59Z"), utc)).toBe("closed");
    expect(levelAt(mondayMorning, at("2024-07-15T10:00:00Z"), utc)).toBe("full");
    expect(levelAt(mondayMorning, at("2024-07-21T09:30:00Z"), utc)).toBe("full");
  });

  it("is read by the local hours of this machine where nothing else is said", () => {
    const now = new Date(2024, 6, 15, 9, 30).getTime();
    expect(machineHour(now)).toEqual({ weekday: 0, hour: 9 });
    expect(levelAt(office, now)).toBe("peak");
  });

  it("says when its level changes next, and never where it never does", () => {
    expect(nextChange(office, at("2024-07-15T07:10:00Z"), utc)).toBe(at("2024-07-15T08:00:00Z"));
    expect(nextChange(office, at("2024-07-19T17:00:00Z"), utc)).toBe(at("2024-07-22T08:00:00Z"));
    expect(nextChange(defaultSettings.network.week, at("2024-07-15T07:10:00Z"), utc)).toBeNull();
    const onlyHour = weekOf(({ weekday, hour }) => (weekday === 0 && hour === 9 ? "full" : "closed"));
    expect(nextChange(onlyHour, at("2024-07-15T10:00:00Z"), utc)).toBe(at("2024-07-22T09:00:00Z"));
  });

  it("says when the sync window opens: now, at its hour, or never", () => {
    expect(nextOpen(nights, at("2024-07-15T23:30:00Z"), utc)).toBe(at("2024-07-15T23:30:00Z"));
    expect(nextOpen(nights, at("2024-07-15T06:00:00Z"), utc)).toBe(at("2024-07-15T22:00:00Z"));
    expect(
      nextOpen(
        weekOf(() => "closed"),
        at("2024-07-15T06:00:00Z"),
        utc,
      ),
    ).toBeNull();
  });

  it("keeps its local hours when clocks change: one that is skipped never comes, one that is repeated holds twice", () => {
    const berlin = hourIn("Europe/Berlin");
    const sundayTwo = weekOf(({ weekday, hour }) => (weekday === 6 && hour === 2 ? "closed" : "full"));
    // 31 March 2024: 02:00 becomes 03:00.
    expect(nextChange(sundayTwo, at("2024-03-30T12:00:00Z"), berlin)).toBe(at("2024-04-07T00:00:00Z"));
    // 27 October 2024: 03:00 becomes 02:00.
    expect(nextChange(sundayTwo, at("2024-10-26T12:00:00Z"), berlin)).toBe(at("2024-10-27T00:00:00Z"));
    expect(nextOpen(sundayTwo, at("2024-10-27T00:30:00Z"), berlin)).toBe(at("2024-10-27T02:00:00Z"));
    const nightsHere = (instant: string) => nextOpen(nights, at(instant), berlin);
    expect(nightsHere("2024-03-30T20:00:00Z")).toBe(at("2024-03-30T21:00:00Z"));
    expect(nightsHere("2024-03-31T19:00:00Z")).toBe(at("2024-03-31T20:00:00Z"));
  });

  it("has its hours in zones of half and quarter hours, and in one that shifts by half an hour", () => {
    expect(nextChange(office, at("2024-07-15T00:00:00Z"), hourIn("Asia/Kathmandu"))).toBe(at("2024-07-15T02:15:00Z"));
    expect(nextChange(office, at("2024-07-14T20:00:00Z"), hourIn("Australia/Lord_Howe"))).toBe(
      at("2024-07-14T21:30:00Z"),
    );
  });
});

describe("a cap at an hour", () => {
  it("is whole at full, a part at peak, and a part of what was measured where there is none", () => {
    expect(capAt("full", 2_000_000, 25, null)).toBe(2_000_000);
    expect(capAt("peak", 2_000_000, 25, 9_000_000)).toBe(500_000);
    expect(capAt("peak", null, 25, 8_000_000)).toBe(2_000_000);
    expect(capAt("peak", null, 25, null)).toBeNull();
    expect(capAt("full", null, 25, 8_000_000)).toBeNull();
  });
});

describe("a week in words", () => {
  test.each([
    ["mon-fri 8-17 peak", "office"],
    ["closed; 22-6 full", "nights"],
    ["closed; mon-fri 8-17 peak; sat-sun full", "closed; mon-fri 8-17 peak; sat-sun 0-24 full"],
    ["mon closed, tue 5-6 peak", "full; mon 0-24 closed; tue 5-6 peak"],
    ["closed; fri-mon 22-6 full", "closed; mon 0-6 full; mon 22-24 full; fri-sun 0-6 full; fri-sun 22-24 full"],
    ["Always", "always"],
  ])("%s", (text, shown) => {
    const week = readWeek(text) as Week;
    expect(showWeek(week)).toBe(shown);
    expect(readWeek(shown)).toEqual(week);
  });

  test("each usual week is shown by its name", () => {
    for (const { name, week } of usualWeeks) {
      expect(weekKind.show(week)).toBe(name);
      expect(usualWeek(week)?.name).toBe(name);
    }
  });

  test("what cannot be read is no week", () => {
    for (const text of ["", "fast", "mon 8-8 peak", "mon 25-26 peak", "8 peak", "mon-fri 8-17", "always; mon closed"])
      expect(readWeek(text), text).toBeUndefined();
  });
});
