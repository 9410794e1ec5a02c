/** IPTC-IIM datasets of record 2, the application record. */
import { cleanText, decodeText } from "./text.ts";

export interface IptcTags {
  /** `2016-07-01T10:11:12+02:00` or only a day, made of DateCreated and TimeCreated as they are written. */
  readonly dateCreated: string;
  readonly byLines: readonly string[];
  readonly keywords: readonly string[];
  readonly sublocation: string;
  readonly city: string;
}

const byLine = 80;
const keyword = 25;

export function readIptc(bytes: Buffer): IptcTags {
  const texts = new Map<number, string[]>();
  for (let at = 0; at + 5 <= bytes.length; ) {
    if (bytes[at] !== 0x1c) break;
    const record = bytes.readUInt8(at + 1);
    const dataset = bytes.readUInt8(at + 2);
    const size = bytes.readUInt16BE(at + 3);
    // A size with the high bit set is an extended one; no text is that long.
    if (size > 0x7fff) break;
    const value = decodeText(bytes.subarray(at + 5, at + 5 + size));
    if (record === 2) texts.set(dataset, [...(texts.get(dataset) ?? []), value]);
    at += 5 + size;
  }
  const one = (dataset: number) => cleanText(texts.get(dataset)?.[0] ?? "") ?? "";
  return {
    dateCreated: isoDate(one(55), one(60)),
    byLines: texts.get(byLine) ?? [],
    keywords: texts.get(keyword) ?? [],
    sublocation: one(92),
    city: one(90),
  };
}

/** `20160701` and `101112+0200`; what has another form stays as it is, to be judged like any date. */
function isoDate(date: string, time: string): string {
  const day = /^(\d{4})(\d{2})(\d{2})$/.exec(date);
  if (!day) return date;
  const clock = /^(\d{2})(\d{2})(\d{2})\s*([+-]\d{4})?$/.exec(time);
  const dayText = `${day[1]}-${day[2]}-${day[3]}`;
  return clock ? `${dayText}T${clock[1]}:${clock[2]}:${clock[3]}${clock[4] ?? ""}` : dayText;
}
