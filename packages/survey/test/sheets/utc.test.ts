import { describe, expect, test } from "vitest";
import { groupWithSources, type SheetSource, sightingsOf } from "../../src/index.ts";
import { offsetOfTitle, splitOffset } from "../../src/sheets/utc-offset.ts";
import { photo, sheet } from "./photographs.ts";

const vancouver = "America/Vancouver";
const read = (source: SheetSource, zone?: string) =>
  sightingsOf(source, zone).map(({ date, startTime, endTime, problems }) => [
    date,
    [startTime, endTime].filter(Boolean).join(" "),
    ...problems.map(({ code, column, raw }) => `${code} ${column} ${raw}`),
  ]);

describe("a time that a sheet has in UTC", () => {
  test("is the local one of the scan's zone, by the offset of that day", async () => {
    const source = await sheet(
      "Date,Place\n2024-05-01T18:30:00Z,A\n2024-05-02T01:00:00.000+00:00,B\n2024-12-01 18:30 UTC,C\n",
    );
    expect(read(source, vancouver)).toEqual([
      ["2024-05-01", "11:30:00"],
      ["2024-05-01", "18:00:00"],
      ["2024-12-01", "10:30:00"],
    ]);
  });

  test("is no local time where no zone is known: the row has no day, and its cell is named", async () => {
    const source = await sheet(
      "Date,Place\n2024-05-01T18:30:00Z,A\n2024-05-01T18:30:00+02:00,B\n2024-05-01 18:30:00,C\n",
    );
    expect(read(source)).toEqual([
      [null, "", "TIME_IN_UTC Date 2024-05-01T18:30:00Z"],
      ["2024-05-01", "18:30:00"],
      ["2024-05-01", "18:30:00"],
    ]);
  });

  test("says in the encounter's provenance by which zone it is local", async () => {
    const source = await sheet("Date,Place,Files\n2024-05-02T01:00:00Z,Haro,IMG_1.JPG\n");
    const { encounters } = groupWithSources([photo("a/IMG_1.JPG")], {
      roots: ["/data"],
      sheets: [source],
      timezone: vancouver,
    });
    expect(encounters[0]?.values).toMatchObject({ eventDate: "2024-05-01", eventTime: "18:00:00" });
    const from = {
      source: "sheet",
      raw: "2024-05-02T01:00:00Z",
      place: "sightings.csv, row 2, from UTC by America/Vancouver",
    };
    expect(encounters[0]?.provenance).toMatchObject({
      eventDate: from,
      eventTime: from,
      locality: { place: "sightings.csv, row 2" },
    });
  });

  test("is known by the title of its column, and the day beside it is then told where it is another", async () => {
    const source = await sheet(
      "Date,Start (UTC),End (UTC),Place\n2024-05-02,01:00,01:40,A\n2024-05-02,18:00,18:30,B\n",
    );
    expect(read(source, vancouver)).toEqual([
      ["2024-05-01", "18:00:00 18:40:00", "DAY_BY_UTC Date 2024-05-02"],
      ["2024-05-02", "11:00:00 11:30:00"],
    ]);
    expect(read(source)[1]).toEqual([null, "", "TIME_IN_UTC Start (UTC) 18:00", "TIME_IN_UTC End (UTC) 18:30"]);
  });

  test("ends on the next day by UTC, and on the same one here", async () => {
    const source = await sheet("Date,Start,End,Place\n2024-05-01,23:40Z,00:20Z,A\n");
    expect(read(source, vancouver)).toEqual([["2024-05-01", "16:40:00 17:20:00"]]);
  });

  test("does not say what a time beside it is counted from", async () => {
    const source = await sheet("Date,End,Place\n2024-05-01T18:30:00Z,19:10,A\n");
    expect(read(source, vancouver)).toEqual([["2024-05-01", "11:30:00", "TIME_UNCLEAR End 19:10"]]);
  });

  test("that nobody typed gives the day of a start that was typed", async () => {
    const source = await sheet("Timestamp,Start time,Place\n2024-05-02T02:00:00Z,17:15,A\n");
    expect(read(source, vancouver)).toEqual([["2024-05-01", "17:15:00"]]);
    expect(read(source)).toEqual([[null, "17:15:00", "TIME_IN_UTC Timestamp 2024-05-02T02:00:00Z"]]);
  });

  test("gives way to a column of local times, whichever stands first", async () => {
    const source = await sheet("Date,Time (UTC),Time (local),Place\n2024-05-02,01:00,18:00,A\n");
    expect(source.table.columns.map(({ field }) => field)).toEqual(["eventDate", null, "startTime", "locality"]);
    expect(read(source, vancouver)).toEqual([["2024-05-02", "18:00:00"]]);
  });

  test("is none where all of a column are midnight: these are days", async () => {
    const source = await sheet("Date,Place\n2024-05-01T00:00:00Z,A\n2024-05-02 00:00:00,B\n");
    expect(read(source)).toEqual([
      ["2024-05-01", ""],
      ["2024-05-02", ""],
    ]);
  });
});

test("a time with an offset counts as it is written, and is told where the scan's zone has another one then", async () => {
  const source = await sheet(
    "Date,Place\n2024-05-01T18:30:00-07:00,A\n2024-12-01T18:30:00-07:00,B\n2024-05-01T18:30:00+02:00,C\n",
  );
  expect(read(source, vancouver)).toEqual([
    ["2024-05-01", "18:30:00"],
    ["2024-12-01", "18:30:00", "OFFSET_DIFFERS Date 2024-12-01T18:30:00-07:00"],
    ["2024-05-01", "18:30:00", "OFFSET_DIFFERS Date 2024-05-01T18:30:00+02:00"],
  ]);
});

test("a column of days with their times is the day's, whatever it is called, and its end may have its day too", async () => {
  const source = await sheet("Start,End,Place\n2024-05-01T09:30:00-07:00,2024-05-01T10:15:00-07:00,A\n");
  expect(read(source, vancouver)).toEqual([["2024-05-01", "09:30:00 10:15:00"]]);
});

test.each([
  ["18:30Z", "18:30", "Z"],
  ["1830 UTC", "1830", "Z"],
  ["2024-05-01T18:30:00+02:00", "2024-05-01T18:30:00", "+02:00"],
  ["2024-05-01 18:30:00-0700", "2024-05-01 18:30:00", "-07:00"],
  ["2024-05-01 18:30 UTC-7", "2024-05-01 18:30", "-07:00"],
  ["2024-05-01T18:30-03:30", "2024-05-01T18:30", "-03:30"],
  ["09:00-11:00", "09:00-11:00", null],
  ["2024-05-01 09:00-11:00", "2024-05-01 09:00-11:00", null],
  ["2024-05-01", "2024-05-01", null],
  ["09:00+17:00", "09:00+17:00", null],
])("of %j is read %j and the offset %s", (text, rest, offset) => expect(splitOffset(text)).toEqual({ rest, offset }));

test.each([
  ["Time (UTC)", "Z"],
  ["GMT", "Z"],
  ["start_time_utc", "Z"],
  ["Start UTC+2", "+02:00"],
  ["Time GMT-7", "-07:00"],
  ["Time (local)", null],
  ["Frames 1-2", null],
])("a column called %j is counted from %s", (title, offset) => expect(offsetOfTitle(title)).toBe(offset));
