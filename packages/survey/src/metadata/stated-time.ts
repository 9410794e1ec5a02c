/**
 * When the picture was taken, from the first place that states it (Metadata Working Group, order of "original date", then of
 * "digitised date"). A date that cannot be true is a finding and the next place is asked; a date of modification is marked.
 */
import type { FindingCode } from "@landfall/protocol";
import type { TimeSource } from "../ports.ts";
import { readDate } from "./dates.ts";
import type { ExifTags } from "./exif.ts";
import type { IptcTags } from "./iptc.ts";
import { isScanner, namesDevice } from "./scanner.ts";
import type { XmpTags } from "./xmp.ts";

export interface TimeReading {
  readonly localTime: string | null;
  readonly offset: string | null;
  readonly timeSource: TimeSource | null;
  readonly timeRaw: string | null;
  /** What a clock showed that cannot be true, where no place states a time that can. */
  readonly shownTime: string | null;
  readonly findings: readonly FindingCode[];
}

interface Candidate {
  readonly source: TimeSource;
  readonly raw: string;
  readonly subSec?: string;
  readonly offset?: string;
}

interface Tags {
  readonly exif: ExifTags | null;
  readonly xmp: XmpTags | null;
  readonly iptc: IptcTags | null;
}

export function statedTime(tags: Tags, nowMs: number): TimeReading {
  const findings = new Set<FindingCode>();
  let shownTime: string | null = null;
  const isScan = isScanner(tags.exif, tags.xmp);
  const scanDays = isScan ? daysOfScan(tags, nowMs) : new Set<string>();
  for (const { source, raw, subSec = "", offset = "" } of candidates(tags)) {
    const reading = readDate(raw, nowMs, { subSec, offset });
    if (reading.kind === "suspect") {
      findings.add(reading.finding);
      shownTime ??= reading.shown ?? null;
    }
    if (reading.kind !== "stated") continue;
    if (isScan && (ofTheScan.has(source) || scanDays.size === 0 || scanDays.has(reading.time.localTime.slice(0, 10)))) {
      findings.add("DATE_OF_SCAN");
      continue;
    }
    if (source === "ModifyDate") findings.add("DATE_FALLBACK");
    else if (ofTheScan.has(source) && !namesDevice(tags.exif, tags.xmp)) findings.add("DATE_DIGITIZED");
    if (reading.time.localTime.length < 10) findings.add("DATE_PARTIAL");
    return { ...reading.time, timeSource: source, timeRaw: raw, shownTime: null, findings: [...findings] };
  }
  if (findings.size === 0) findings.add("DATE_MISSING");
  return { localTime: null, offset: null, timeSource: null, timeRaw: null, shownTime, findings: [...findings] };
}

/** What a scanner writes of itself; the original date of a scanned photograph is only one that a person has entered since. */
const ofTheScan: ReadonlySet<TimeSource> = new Set(["DateTimeDigitized", "xmp:CreateDate", "ModifyDate"]);

function daysOfScan(tags: Tags, nowMs: number): Set<string> {
  const days = candidates(tags).flatMap(({ source, raw }) => {
    const reading = ofTheScan.has(source) ? readDate(raw, nowMs) : null;
    return reading?.kind === "stated" ? [reading.time.localTime.slice(0, 10)] : [];
  });
  return new Set(days);
}

/** Each offset and sub-second belongs to its own date and to no other. */
function candidates({ exif, xmp, iptc }: Tags): Candidate[] {
  const all: Candidate[] = [];
  if (exif)
    all.push({
      source: "DateTimeOriginal",
      raw: exif.dateTimeOriginal,
      subSec: exif.subSecTimeOriginal,
      offset: exif.offsetTimeOriginal,
    });
  if (xmp) all.push({ source: "xmp:DateTimeOriginal", raw: xmp.dateTimeOriginal });
  if (iptc) all.push({ source: "iptc:DateCreated", raw: iptc.dateCreated });
  if (xmp) all.push({ source: "photoshop:DateCreated", raw: xmp.dateCreated });
  if (exif)
    all.push({
      source: "DateTimeDigitized",
      raw: exif.dateTimeDigitized,
      subSec: exif.subSecTimeDigitized,
      offset: exif.offsetTimeDigitized,
    });
  if (xmp) all.push({ source: "xmp:CreateDate", raw: xmp.createDate });
  if (exif) all.push({ source: "ModifyDate", raw: exif.modifyDate, subSec: exif.subSecTime, offset: exif.offsetTime });
  return all;
}
