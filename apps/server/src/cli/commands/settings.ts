import { joinPatches, type StationSettings, settingLines, showSetting } from "@landfall/protocol";
import { defineCommand, type ExitCode } from "../command.ts";
import { withStation } from "../open-station.ts";
import { readSettingChange } from "../setting-values.ts";
import { UsageError } from "../usage-error.ts";

function describe(settings: StationSettings): string[] {
  const width = Math.max(...settingLines.map(({ name }) => name.length));
  return settingLines.map((line) => `${line.name.padEnd(width)}  ${line.label}: ${showSetting(settings, line)}`);
}

export const settings = defineCommand({
  name: "settings",
  summary: "What is set on this station; `set` changes it, at once",
  usage: "[set NAME=VALUE …]",
  arguments: { atLeast: 0, atMost: 100 },
  options: {},
  run: async ({ positionals, dataFolder, out }) => {
    const [act, ...pairs] = positionals;
    if (act !== undefined && act !== "set") throw new UsageError(`${act}: write set NAME=VALUE`);
    if (act === "set" && pairs.length === 0) throw new UsageError("set: write NAME=VALUE");
    const body = joinPatches(pairs.map(readSettingChange));
    return withStation<ExitCode>(dataFolder, { needsHub: false }, async ({ client }) => {
      const now = act === "set" ? await client.changeSettings({ body }) : await client.settings();
      out.result(now, describe(now));
      return 0;
    });
  },
});
