/** How settings of what happens by itself are written by people. */
import type { z } from "zod";
import type { SettingKind } from "./setting-kinds.ts";
import { Schedule } from "./unattended-settings.ts";

/** `sync 0 6-18/2 * * *; check 0 2 * * *`, or none. */
export const scheduleKind: SettingKind<Schedule> = {
  expects: "times such as sync 0 6-18/2 * * *; check 0 2 * * *, or none",
  read: (text) => {
    if (/^\s*(none|off|no)?\s*$/i.test(text)) return [];
    const entries = text.split(";").map((part) => {
      const [, kind, cron] = /^\s*(sync|check)\s+(.+?)\s*$/.exec(part) ?? [];
      return { kind, cron: cron?.replace(/ +/g, " ") };
    });
    return Schedule.safeParse(entries).data;
  },
  show: (entries) => entries.map(({ kind, cron }) => `${kind} ${cron}`).join("; ") || "none",
};

export const onOffKind: SettingKind<boolean> = {
  expects: "on or off",
  read: (text) => ({ on: true, yes: true, off: false, no: false })[text.trim().toLowerCase()],
  show: (value) => (value ? "on" : "off"),
};

/** A whole number in this range, shown with its unit. */
export const wholeKind = (unit: string, schema: z.ZodType<number>): SettingKind<number> => ({
  expects: `a whole number of ${unit}`,
  read: (text) => {
    const match = /^(\d+)/.exec(text.trim());
    return match ? schema.safeParse(Number(match[1])).data : undefined;
  },
  show: (value) => `${value} ${unit}`,
});
