/** What the station does when nobody presses Sync: by the clock, when the link allows it, and while it works. */
import { z } from "zod";
import { rateWithin, within } from "../plain-issues.ts";

/** `sync` sends what is approved and not delivered; `check` also asks the hub for everything that is there already. */
export const ScheduleKind = z.enum(["sync", "check"]);
export type ScheduleKind = z.infer<typeof ScheduleKind>;

/** Minute, hour, day of the month, month, day of the week: in this machine's time. */
const Cron = z
  .string()
  .trim()
  .max(100)
  .regex(/^[\d*/,\-a-zA-Z?#L]+( +[\d*/,\-a-zA-Z?#L]+){4}$/, "five fields, such as 0 6-18/2 * * *");

export const ScheduleEntry = z.strictObject({ cron: Cron, kind: ScheduleKind });
export type ScheduleEntry = z.infer<typeof ScheduleEntry>;
export const Schedule = z.array(ScheduleEntry).max(20);
export type Schedule = z.infer<typeof Schedule>;

/** Offered, and off until a person takes them. */
export const suggestedSchedule: readonly (ScheduleEntry & { readonly words: string })[] = [
  { cron: "0 6-18/2 * * *", kind: "sync", words: "A sync every 2 hours from 6 to 18" },
  { cron: "0 2 * * *", kind: "check", words: "A full check at 2 at night" },
];

const aRate = rateWithin("from 1 kbit/s to 10 Gbit/s");

export const OpportunisticSettings = z.strictObject({
  on: z.boolean(),
  /** How often it looks, seconds. */
  everySeconds: z.int().min(10, within(10, 86_400)).max(86_400, within(10, 86_400)),
  /** A sync starts over a link that was measured to be at least this fast, bits per second. */
  leastRate: z.int(aRate).min(1_000, aRate).max(10_000_000_000, aRate),
  /** After a sync that it started, minutes. */
  coolDownMinutes: z.int().min(0, within(0, 10_080)).max(10_080, within(0, 10_080)),
});
export type OpportunisticSettings = z.infer<typeof OpportunisticSettings>;

export const unattendedSections = {
  schedule: Schedule,
  opportunistic: OpportunisticSettings,
  /** Whether the machine may not fall asleep while a sync is at work. */
  keepAwake: z.boolean(),
};

export const unattendedDefaults = {
  schedule: [] as Schedule,
  opportunistic: { on: false, everySeconds: 60, leastRate: 256_000, coolDownMinutes: 30 },
  keepAwake: true,
};
