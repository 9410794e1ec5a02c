import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DateReading, readDate, readOffset } from "../src/metadata/dates.ts";

const nowMs = Date.UTC(2024, 6, 20, 12);
const read = (raw: string, more?: Parameters<typeof readDate>[2]) => readDate(raw, nowMs, more);
const localTime = (reading: DateReading) => (reading.kind === "stated" ? reading.time.localTime : reading);
const finding = (reading: DateReading) => (reading.kind === "suspect" ? reading.finding : reading);

describe("a date is read as it is written", () => {
  test.each([
    ["2016:07:01 10:11:12", "2016-07-01T10:11:12"],
    ["2016:07:01 10:11:12\0", "2016-07-01T10:11:12"],
    ["2016:07:01 10:11:12   ", "2016-07-01T10:11:12"],
    ["2016-07-01 10:11:12", "2016-07-01T10:11:12"],
    ["2016/07/01 10:11:12", "2016-07-01T10:11:12"],
    ["2016.07.01 10:11:12", "2016-07-01T10:11:12"],
    ["2016:07:01T10:11:12", "2016-07-01T10:11:12"],
    ["2016:07:01-10:11:12", "2016-07-01T10:11:12"],
    ["2016:7:1 9:11:12", "2016-07-01T09:11:12"],
    ["2016:07:01 10:11:  ", "2016-07-01T10:11:00"],
    ["2016:07:01 10:11", "2016-07-01T10:11:00"],
    ["2016:07:01   :  :  ", "2016-07-01"],
    ["2016-07-01", "2016-07-01"],
    ["2016-07-01T10:11:12.120", "2016-07-01T10:11:12.120"],
    ["2016:07:01 02:11:12 PM", "2016-07-01T14:11:12"],
    ["2016:07:01 12:11:12 am", "2016-07-01T00:11:12"],
    ["2016:07:01 10:11:12 (camera clock)", "2016-07-01T10:11:12"],
    ["2016:02:29 00:00:00", "2016-02-29T00:00:00"],
    ["1955:08:02 12:00:00", "1955-08-02T12:00:00"],
    ["2024:07:21 11:00:00", "2024-07-21T11:00:00"],
  ])("%j → %s", (raw, expected) => {
    expect(localTime(read(raw))).toBe(expected);
  });

  test.each([
    ["12", "2016-07-01T10:11:12.12"],
    ["0532", "2016-07-01T10:11:12.0532"],
    ["00", "2016-07-01T10:11:12.00"],
    ["12 \0", "2016-07-01T10:11:12.12"],
    ["", "2016-07-01T10:11:12"],
    ["   ", "2016-07-01T10:11:12"],
    ["1x", "2016-07-01T10:11:12"],
  ])("sub-second digits %j are kept as written", (subSec, expected) => {
    expect(localTime(read("2016:07:01 10:11:12", { subSec }))).toBe(expected);
  });

  test.each([
    ["+02:00", "+02:00"],
    ["-04:00\0", "-04:00"],
    ["+0530", "+05:30"],
    ["+2:00", "+02:00"],
    ["Z", "+00:00"],
    ["   :  ", null],
    ["", null],
    ["+25:00", null],
    ["+02:75", null],
    ["Europe/Oslo", null],
  ])("offset %j → %s", (raw, expected) => {
    expect(readOffset(raw)).toBe(expected);
  });

  test("an offset in the text itself counts before that of a tag", () => {
    const reading = read("2016-07-01T10:11:12+02:00", { offset: "-07:00" });
    expect(reading).toEqual({ kind: "stated", time: { localTime: "2016-07-01T10:11:12", offset: "+02:00" } });
    expect(read("2016-07-01T10:11:12Z")).toMatchObject({ time: { offset: "+00:00" } });
  });
});

describe("a date that cannot be true is a finding, never a value", () => {
  test.each([
    ["0000:00:00 00:00:00", "DATE_ZERO"],
    ["    :  :     :  :  ", "DATE_ZERO"],
    ["                   ", "DATE_ZERO"],
    ["0000:07:01 10:11:12", "DATE_ZERO"],
    ["2015:02:30 10:00:00", "DATE_IMPOSSIBLE"],
    ["2015:13:01 10:00:00", "DATE_IMPOSSIBLE"],
    ["2015:00:00 00:00:00", "DATE_IMPOSSIBLE"],
    ["2015:06:01 25:00:00", "DATE_IMPOSSIBLE"],
    ["2015:06:01 24:00:00", "DATE_IMPOSSIBLE"],
    ["2015:06:01 10:60:00", "DATE_IMPOSSIBLE"],
    ["2015:06:01 10:00:60", "DATE_IMPOSSIBLE"],
    ["2015:06:01 10:00:123", "DATE_IMPOSSIBLE"],
    ["01/07/2016 10:11:12", "DATE_IMPOSSIBLE"],
    ["16:07:01 10:11:12", "DATE_IMPOSSIBLE"],
    ["1467367872", "DATE_IMPOSSIBLE"],
    ["unknown", "DATE_IMPOSSIBLE"],
    ["1970:01:01 00:00:00", "DATE_CAMERA_RESET"],
    ["1980:01:01 03:12:00", "DATE_CAMERA_RESET"],
    ["2000:01:01 00:03:10", "DATE_CAMERA_RESET"],
    ["2012:01:01 00:00:00", "DATE_CAMERA_RESET"],
    ["1802:06:01 10:00:00", "DATE_TOO_OLD"],
    ["2024:07:22 12:00:00", "DATE_FUTURE"],
    ["2099:01:01 10:00:00", "DATE_FUTURE"],
  ])("%j → %s", (raw, expected) => {
    expect(finding(read(raw))).toBe(expected);
  });

  test("a tag that is not there is absent, not suspect", () => {
    expect(read("")).toEqual({ kind: "absent" });
  });
});

describe("whatever a file states", () => {
  // A year or a month may be all that is stated, and is kept as it is.
  const stated = /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d(\.\d{1,9})?)?)?)?$/;

  test("no text crashes the reader, and what it gives is a day of the calendar, written in the text", () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom(..."0123456789:-/. TZ+ap\0") }),
      fc
        .tuple(fc.nat(2100), fc.nat(14), fc.nat(33), fc.nat(26), fc.nat(61), fc.nat(61), fc.constantFrom(":", "-", "/"))
        .map(([year, month, day, hour, minute, second, separator]) => {
          const two = (value: number) => String(value).padStart(2, "0");
          const date = [String(year).padStart(4, "0"), two(month), two(day)].join(separator);
          return `${date} ${two(hour)}:${two(minute)}:${two(second)}`;
        }),
    );
    fc.assert(
      fc.property(text, fc.string(), fc.string(), (raw, subSec, offset) => {
        const reading = read(raw, { subSec, offset });
        if (reading.kind !== "stated") return;
        const { localTime: local } = reading.time;
        expect(local).toMatch(stated);
        const day = local.slice(0, 10);
        expect(new Date(`${day}Z`).toISOString().slice(0, day.length)).toBe(day);
        for (const part of day.split("-")) expect(raw).toContain(String(Number(part)));
      }),
    );
  });

  test("every real moment comes back with the same digits", () => {
    const moment = fc.date({ min: new Date("2001-01-02"), max: new Date(nowMs), noInvalidDate: true });
    fc.assert(
      fc.property(moment, (date) => {
        const iso = date.toISOString().slice(0, 19);
        fc.pre(!iso.includes("-01-01T"));
        expect(localTime(read(iso.replaceAll("-", ":").replace("T", " ")))).toBe(iso);
      }),
    );
  });
});
