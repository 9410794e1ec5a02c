/** How the values of settings are written by people: on the command line, on the page, in the activity log. */
import { LicenseRule } from "../encounter.ts";
import type { RunBudget } from "./runs.ts";
import { SendOrder, Transfers } from "./settings.ts";
import type { Week } from "./timetable.ts";
import { readWeek, showWeek, usualWeeks } from "./weeks.ts";

export interface SettingKind<T = unknown> {
  /** What a person should write; ends a sentence that begins with "write". */
  readonly expects: string;
  /** `undefined` where the text is none of these. */
  readonly read: (text: string) => T | undefined;
  readonly show: (value: T) => string;
}

const isNone = (text: string): boolean => text === "" || /^(none|off|no)$/i.test(text);

/** `2`, `1.5`: no trailing zeros, no rounding that a person would notice. */
const figure = (value: number): string => String(Math.round(value * 1_000) / 1_000);

const rateUnits = { "": 1, k: 1e3, m: 1e6, g: 1e9 } as const;

/** `1.5 Mbit/s` from bits per second. */
export function showRate(bitsPerSecond: number): string {
  const [unit, size] =
    bitsPerSecond >= 1e9 ? ["Gbit/s", 1e9] : bitsPerSecond >= 1e6 ? ["Mbit/s", 1e6] : (["kbit/s", 1e3] as const);
  return `${figure(bitsPerSecond / Number(size))} ${unit}`;
}

/** Bits per second, or none. */
export const rateKind: SettingKind<number | null> = {
  expects: "a rate such as 2Mbit or 256kbit, or none",
  read: (text) => {
    if (isNone(text.trim())) return null;
    const match = /^(\d+(?:\.\d+)?)\s*([kmg]?)(?:bits?(?:\/s)?|bps)$/i.exec(text.trim());
    const unit = match?.[2]?.toLowerCase() as keyof typeof rateUnits | undefined;
    return match && unit !== undefined ? Math.round(Number(match[1]) * rateUnits[unit]) : undefined;
  },
  show: (value) => (value === null ? "none" : showRate(value)),
};

const byteUnits = { "": 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12 } as const;

/** `500 MB` from bytes; decimal units. */
export function showBytes(bytes: number): string {
  const [unit, size] = [
    ["TB", 1e12],
    ["GB", 1e9],
    ["MB", 1e6],
    ["kB", 1e3],
    ["bytes", 1],
  ].find(([, least]) => bytes >= Number(least)) ?? ["bytes", 1];
  return `${figure(bytes / Number(size))} ${unit}`;
}

/** Bytes, or none. */
export const bytesKind: SettingKind<number | null> = {
  expects: "an amount such as 500MB or 2GB, or none",
  read: (text) => {
    if (isNone(text.trim())) return null;
    const match = /^(\d+(?:\.\d+)?)\s*([kmgt]?)b(?:ytes?)?$/i.exec(text.trim());
    const unit = match?.[2]?.toLowerCase() as keyof typeof byteUnits | undefined;
    return match && unit !== undefined ? Math.round(Number(match[1]) * byteUnits[unit]) : undefined;
  },
  show: (value) => (value === null ? "none" : showBytes(value)),
};

/** `30 min`, `2 h`. */
export const showMinutes = (minutes: number): string =>
  minutes >= 60 && minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;

/** Minutes, or none. */
export const minutesKind: SettingKind<number | null> = {
  expects: "a time such as 30min or 2h, or none",
  read: (text) => {
    if (isNone(text.trim())) return null;
    const match = /^(\d+)\s*(h|hours?|m|min|minutes?)?$/i.exec(text.trim());
    if (!match) return undefined;
    return Number(match[1]) * (match[2]?.toLowerCase().startsWith("h") ? 60 : 1);
  },
  show: (value) => (value === null ? "none" : showMinutes(value)),
};

/** The limit that is used up, or is nearest to it: `500 MB`, `30 min`. */
export function spentLimit({ bytes, minutes, spentBytes, spentMs }: RunBudget): string {
  const ofBytes = bytes === null ? 0 : spentBytes / bytes;
  const ofTime = minutes === null ? 0 : spentMs / (minutes * 60_000);
  if (bytes !== null && ofBytes >= ofTime) return showBytes(bytes);
  return minutes === null ? "none" : showMinutes(minutes);
}

/** To three figures, so that what was sent can be told beside a limit. */
const aboutBytes = (bytes: number): string => showBytes(bytes < 1000 ? bytes : Number(bytes.toPrecision(3)));

/** What holds a run whose limit is used up, or leaves too little: no body is begun that would go beyond it. */
export function budgetWords(budget: RunBudget): string {
  const { bytes, minutes, spentBytes, spentMs } = budget;
  const isTimeUp = minutes !== null && spentMs >= minutes * 60_000;
  if (bytes === null || spentBytes >= bytes || isTimeUp)
    return `the limit of ${spentLimit(budget)} for this run is used up`;
  const sent = spentBytes === 0 ? "nothing" : aboutBytes(spentBytes);
  return `${sent} of the limit of ${showBytes(bytes)} for this run was sent, and the next image, or block of one, does not fit in the ${aboutBytes(bytes - spentBytes)} that are left`;
}

export const percentKind: SettingKind<number> = {
  expects: "a part such as 25%",
  read: (text) => {
    const match = /^(\d+)\s*%?$/.exec(text.trim());
    return match ? Number(match[1]) : undefined;
  },
  show: (value) => `${value} %`,
};

export const weekKind: SettingKind<Week> = {
  expects: `${usualWeeks.map(({ name }) => name).join(", ")}, or hours such as "closed; mon-fri 8-17 peak; sat-sun full"`,
  read: readWeek,
  show: showWeek,
};

export const transfersKind: SettingKind<Transfers> = {
  expects: "1, 2, 3, 4 or auto",
  read: (text) => {
    const word = text.trim().toLowerCase();
    const parsed = Transfers.safeParse(/^\d+$/.test(word) ? Number(word) : word);
    return parsed.success ? parsed.data : undefined;
  },
  show: String,
};

const orderWords: Readonly<Record<SendOrder, string>> = {
  time: "by time",
  covers: "covers first",
  rating: "by rating",
};

/** `time`, `covers` or `rating`; what is shown can be read too. */
export const orderKind: SettingKind<SendOrder> = {
  expects: "time, covers or rating",
  read: (text) => SendOrder.options.find((order) => [order, orderWords[order]].includes(text.trim().toLowerCase())),
  show: (value) => orderWords[value],
};

export const licenseRuleWords: Readonly<Record<LicenseRule, string>> = {
  ask: "asked for before approval",
  none: "not needed",
  public: "public",
  attribution: "public with attribution",
  organisation: "within the organisation",
};

export const licenseKind: SettingKind<LicenseRule> = {
  expects: `${LicenseRule.options.slice(0, -1).join(", ")} or ${LicenseRule.options.at(-1)}`,
  read: (text) => {
    const word = text.trim().toLowerCase();
    return LicenseRule.options.find((rule) => rule === word || licenseRuleWords[rule] === word);
  },
  show: (value) => licenseRuleWords[value],
};
