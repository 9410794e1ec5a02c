import { ActivityCategory, type ActivityEntry, activityWords } from "@landfall/protocol";
import { readChoice, readDate } from "../arguments.ts";
import { defineCommand, type ExitCode } from "../command.ts";
import { download } from "../download.ts";
import { withStation } from "../open-station.ts";
import { outputOf, outputOptions } from "../write-whole.ts";

const shown = 100;

function describe({ at, actor, action, subject, detail }: ActivityEntry): string {
  const of = subject.filter(({ kind }) => kind !== "change").map(({ name, id }) => name ?? id);
  const change = subject.find(({ kind }) => kind === "change");
  return [`${at}  ${activityWords[action]} (${actor})`, of.join(", "), detail, change && `change ${change.id}`]
    .filter(Boolean)
    .join(" — ");
}

export const activity = defineCommand({
  name: "activity",
  summary: "Who did what, newest first",
  usage:
    "[--category connection|scan|review|sync|proof|settings] [--since DATE] [--format json|csv] [--out PATH [--force]]",
  options: {
    category: { type: "string" },
    since: { type: "string" },
    format: { type: "string" },
    ...outputOptions,
  },
  run: async ({ values, dataFolder, out }) => {
    const filter = {
      ...(values.category && { category: readChoice("--category", values.category, ActivityCategory.options) }),
      ...(values.since && { since: readDate("--since", values.since) }),
    };
    const file = outputOf(values);
    const format = values.format ? readChoice("--format", values.format, ["json", "csv"] as const) : file && "json";
    return withStation<ExitCode>(dataFolder, { needsHub: false }, async (station) => {
      if (format) {
        await download(station, `/activity.${format}?${new URLSearchParams(filter)}`, file);
        if (file) out.result({ format, out: file.path }, [`Written to ${file.path}.`]);
        return 0;
      }
      const page = await station.client.activity({ query: { ...filter, limit: out.json ? 1000 : shown } });
      const more = page.total - page.entries.length;
      out.result(page, [
        ...page.entries.map(describe),
        ...(page.total === 0 ? ["Nothing is noted."] : []),
        ...(page.entries.some(({ subject }) => subject.some(({ kind }) => kind === "change"))
          ? ["Undo a change that nothing has changed since: landfall undo CHANGE"]
          : []),
        ...(more > 0 ? [`and ${more} older; all of them: landfall activity --format csv --out FILE`] : []),
      ]);
      return 0;
    });
  },
});
