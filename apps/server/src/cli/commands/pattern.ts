/** Path patterns of a scan: what its folders suggest, what one would fit and make, and which are used. */
import {
  DayMonthOrder,
  LandfallError,
  ManifestId,
  type PatternsChange,
  type PatternsView,
  ScanJobId,
} from "@landfall/protocol";
import type { StationClient } from "../../station-client.ts";
import { defineCommand, type ExitCode } from "../command.ts";
import { withStation } from "../open-station.ts";
import type { Output } from "../output.ts";
import { resolveFolder } from "../paths.ts";
import { datesLines, previewLines, readPatterns, trialLines, viewLines } from "../pattern-text.ts";
import { UsageError } from "../usage-error.ts";

/** The scan of this id, or of the manifest of this id. */
async function scanOf(client: StationClient, text: string | undefined): Promise<ScanJobId> {
  const manifest = ManifestId.safeParse(text);
  if (!manifest.success)
    throw new UsageError(`${text} is not the id of a scan or a manifest; landfall status names each`);
  try {
    return (await client.manifest({ params: { id: manifest.data } })).scanJobId;
  } catch (error) {
    if (error instanceof LandfallError && error.code === "NOT_FOUND") return ScanJobId.parse(text);
    throw error;
  }
}

function showChange(out: Output, { view, regrouped }: PatternsChange): ExitCode {
  out.result({ patterns: view.patterns, dates: view.dates, regrouped }, [
    ...(view.patterns.length > 0
      ? ["In use:", ...view.patterns.map((each) => `  ${each}`)]
      : ["No path pattern is used."]),
    ...datesLines(view.dates, view.manifestId ?? view.scanJobId),
    ...(regrouped.length === 0
      ? ["The encounters stay as they are."]
      : regrouped.map(
          ({ name, manifestId, version }) => `${name} is version ${version} now. Next: landfall review ${manifestId}`,
        )),
  ]);
  return 0;
}

/** The folder that the answer is for: the only one that is in question, else the one that is named. */
function folderIn({ dates }: PatternsView, named: string | undefined): string {
  if (named !== undefined) return resolveFolder(named);
  const [only, other] = dates;
  if (only && !other) return only.folder;
  throw new UsageError(
    dates.length === 0
      ? "no date of this scan could be either way round"
      : `--folder FOLDER is missing: ${dates.map(({ folder }) => folder).join(", ")}`,
  );
}

const orderIn = (text: string): DayMonthOrder | null => {
  const order = DayMonthOrder.nullable().safeParse(text === "ask" ? null : text);
  if (!order.success) throw new UsageError(`--dates ${text}: write dayFirst, monthFirst, or ask to take it back`);
  return order.data;
};

const rowsShown = 20;

export const pattern = defineCommand({
  name: "pattern",
  summary: "What the names of a scan's folders mean: suggested path patterns, what one would make, and which are used",
  usage:
    "SCAN|MANIFEST [--suggest] [--try '{year}/{date}_{locality}' …] [--set '…' …|--clear] [--dates dayFirst|monthFirst|ask [--folder FOLDER]]",
  arguments: { atLeast: 1, atMost: 1 },
  options: {
    suggest: { type: "boolean" },
    try: { type: "string", multiple: true },
    set: { type: "string", multiple: true },
    clear: { type: "boolean" },
    dates: { type: "string" },
    folder: { type: "string" },
  },
  run: ({ values, positionals, dataFolder, out }) =>
    withStation<ExitCode>(dataFolder, { needsHub: false }, async ({ client }) => {
      const params = { id: await scanOf(client, positionals[0]) };
      if (values.dates !== undefined) {
        const order = orderIn(values.dates);
        const folder = folderIn(await client.patterns({ params }), values.folder);
        return showChange(out, await client.setDateOrder({ params, body: { folder, order } }));
      }
      if (values.set || values.clear) {
        const patterns = values.clear ? [] : readPatterns("--set", values.set ?? []);
        return showChange(out, await client.setPatterns({ params, body: { patterns } }));
      }
      if (values.try) {
        const patterns = readPatterns("--try", values.try);
        const body = { patterns, offset: 0, limit: rowsShown };
        const matching = await client.tryPatterns({ params, body: { ...body, show: "matching" } });
        const others = await client.tryPatterns({ params, body: { ...body, show: "others" } });
        const preview = await client.previewPatterns({ params, body: { patterns } });
        const next = `Next: landfall pattern ${positionals[0]} ${patterns.map((each) => `--set '${each}'`).join(" ")}`;
        out.result({ patterns, ...matching, others: others.items, preview }, [
          ...trialLines(matching, others),
          ...previewLines(preview),
          next,
        ]);
        return 0;
      }
      const view = await client.patterns({ params });
      out.result(values.suggest ? { suggestions: view.suggestions } : view, viewLines(view));
      return 0;
    }),
});
