/** Settings as they are written on the command line. */
import { patchOf, type SettingKind, type SettingsPatch, settingLines } from "@landfall/protocol";
import { UsageError } from "./usage-error.ts";

export function readSetting<T>(name: string, kind: SettingKind<T>, text: string): T {
  const value = kind.read(text);
  if (value === undefined) throw new UsageError(`${name} ${text}: write ${kind.expects}`);
  return value;
}

/** `network.uploadCap=2Mbit`; the part before the last dot may be left out. */
export function readSettingChange(pair: string): SettingsPatch {
  const at = pair.indexOf("=");
  if (at < 1) throw new UsageError(`${pair}: write NAME=VALUE`);
  const name = pair.slice(0, at).trim();
  const line = settingLines.find((each) => each.name === name || each.name.endsWith(`.${name}`));
  if (!line)
    throw new UsageError(
      `there is no setting ${name}; the settings are ${settingLines.map((each) => each.name).join(", ")}`,
    );
  return patchOf(line, readSetting(line.name, line.kind, pair.slice(at + 1)));
}
