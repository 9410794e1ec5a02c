/** Every setting as one line: its name, its words, and how its value is written. */
import {
  bytesKind,
  licenseKind,
  minutesKind,
  orderKind,
  percentKind,
  rateKind,
  type SettingKind,
  transfersKind,
  weekKind,
} from "./setting-kinds.ts";
import type { SettingsPatch, StationSettings } from "./settings.ts";
import { onOffKind, scheduleKind, wholeKind } from "./unattended-kinds.ts";
import { OpportunisticSettings } from "./unattended-settings.ts";

export interface SettingLine {
  /** As on the command line: `network.uploadCap`. */
  readonly name: string;
  readonly label: string;
  readonly kind: SettingKind;
}

const line = <T>(name: string, label: string, kind: SettingKind<T>): SettingLine => ({
  name,
  label,
  kind: kind as SettingKind,
});

const opportunistic = OpportunisticSettings.shape;

export const settingLines: readonly SettingLine[] = [
  line("transfers", "Images at once", transfersKind),
  line("order", "Order", orderKind),
  line("network.uploadCap", "Upload cap", rateKind),
  line("network.downloadCap", "Download cap", rateKind),
  line("network.peakPercent", "Part of the link at peak hours", percentKind),
  line("network.week", "Week", weekKind),
  line("network.budget.bytes", "Most data of one sync", bytesKind),
  line("network.budget.minutes", "Most time of one sync", minutesKind),
  line("checkPictures", "Photographs are checked in the background", onOffKind),
  line("license", "Licence where none is stated", licenseKind),
  line("schedule", "Schedule", scheduleKind),
  line("opportunistic.on", "Sync when the link allows it", onOffKind),
  line("opportunistic.everySeconds", "Looks every", wholeKind("seconds", opportunistic.everySeconds)),
  line("opportunistic.leastRate", "Link at least", rateKind),
  line("opportunistic.coolDownMinutes", "Then waits", wholeKind("minutes", opportunistic.coolDownMinutes)),
  line("keepAwake", "Keeps the machine awake", onOffKind),
];

export const settingValue = (settings: StationSettings, { name }: SettingLine): unknown =>
  name.split(".").reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], settings);

export const showSetting = (settings: StationSettings, line: SettingLine): string =>
  line.kind.show(settingValue(settings, line));

/** The change that gives one setting this value. */
export const patchOf = ({ name }: SettingLine, value: unknown): SettingsPatch =>
  name.split(".").reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as SettingsPatch;

/** `Upload cap: none → 2 Mbit/s`, one for each setting that changed. */
export const settingChanges = (before: StationSettings, after: StationSettings): string[] =>
  settingLines
    .map((each) => ({ label: each.label, from: showSetting(before, each), to: showSetting(after, each) }))
    .filter(({ from, to }) => from !== to)
    .map(({ label, from, to }) => `${label}: ${from} → ${to}`);
