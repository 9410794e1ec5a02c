import {
  type RecordsFormat,
  RecordsStatus,
  type RecordsSummary,
  recordsFileEnd,
  recordsFileWords,
  Years,
} from "@landfall/protocol";
import type { StationClient } from "../../station-client.ts";
import { readChoice, readManifestId } from "../arguments.ts";
import { defineCommand, type ExitCode } from "../command.ts";
import { download } from "../download.ts";
import { exportInventory } from "../export-inventory.ts";
import { withStation } from "../open-station.ts";
import { counted } from "../output.ts";
import { populationId } from "../population.ts";
import { encounterName } from "../questions.ts";
import { UsageError } from "../usage-error.ts";
import { outputOf, outputOptions } from "../write-whole.ts";

const formats = ["json", "csv", "xlsx", "json-records", "dwca", "camtrap-dp"] as const;

export const exportCommand = defineCommand({
  name: "export",
  summary: "Records of encounters and images for others, or the inventory of every file found (json)",
  usage:
    "MANIFEST|--population NAME --format json|csv|xlsx|json-records|dwca|camtrap-dp [--years 2019-2024] [--status approved|synced|all] [--out PATH [--force]]",
  arguments: { atLeast: 0, atMost: 1 },
  options: {
    format: { type: "string" },
    ...outputOptions,
    population: { type: "string" },
    years: { type: "string" },
    status: { type: "string" },
  },
  run: async ({ values, positionals, dataFolder, out }) => {
    const list = `${formats.slice(0, -1).join(", ")} or ${formats.at(-1)}`;
    if (!values.format) throw new UsageError(`--format is missing: ${list}`);
    const format = readChoice("--format", values.format, formats);
    const isOfPopulation = values.population !== undefined;
    if (isOfPopulation && positionals.length > 0) throw new UsageError("give a manifest or --population, not both");
    const manifest = isOfPopulation ? null : readManifestId(positionals[0]);
    const file = outputOf(values);
    if (values.out) refuseOtherEnd(values.out, format);
    const query = readQuery(values);
    if (format !== "json" && format !== "json-records" && !file && process.stdout.isTTY)
      throw new UsageError(`--out is missing: ${format} is not a text to show`);
    return withStation<ExitCode>(dataFolder, { needsHub: false }, async (station) => {
      if (format === "json") {
        if (!manifest) throw new UsageError("--format json is the inventory of a manifest; write json-records");
        if (Object.keys(query).length > 0) throw new UsageError("--format json knows no --years and no --status");
        return exportInventory(station.client, manifest, file, out);
      }
      const of = manifest ? { manifest } : { population: await populationId(station.client, values.population) };
      const summary = await summaryOf(station.client, of, { ...query, format });
      await download(station, pathOf(of, format, query), file);
      if (file) out.result({ ...of, format, out: file.path, ...summary }, linesOf(summary, format, file.path));
      return 0;
    });
  },
});

type Query = Readonly<Partial<Record<"years" | "status", string>>>;
type Of = { readonly manifest: string } | { readonly population: string };

/** As it is asked of the station. UsageError. */
function readQuery({ years, status }: { years?: string | undefined; status?: string | undefined }): Query {
  if (years !== undefined && !Years.safeParse(years).success)
    throw new UsageError(`--years ${years}: write a year such as 2024, or years such as 2019-2024`);
  if (status !== undefined) readChoice("--status", status, RecordsStatus.options);
  return { ...(years !== undefined && { years }), ...(status !== undefined && { status }) };
}

const otherEnds = /\.(csv|tsv|txt|xlsx?|json|zip)$/i;

/**
 * A name that ends as another kind of file would mislead whoever opens it; one that ends in nothing known is a person's own
 * choice. UsageError.
 */
function refuseOtherEnd(out: string, format: (typeof formats)[number]): void {
  const end = format === "json" ? "json" : recordsFileEnd[format].split(".").at(-1);
  const [other] = otherEnds.exec(out) ?? [];
  if (!other || other.toLowerCase() === `.${end}`) return;
  const what = format === "json" ? "a JSON array" : recordsFileWords[format];
  throw new UsageError(`--out ${out}: ${format} is ${what}. Write --out ${out.slice(0, -other.length)}.${end}`);
}

function pathOf(of: Of, format: RecordsFormat, query: Query): string {
  const owner = "manifest" in of ? `/manifests/${of.manifest}` : `/populations/${of.population}`;
  return `${owner}/records/${format}?${new URLSearchParams(query)}`;
}

function summaryOf(client: StationClient, of: Of, query: Query & { format: RecordsFormat }): Promise<RecordsSummary> {
  const asked = query as never;
  return "manifest" in of
    ? client.manifestRecords({ params: { id: of.manifest as never }, query: asked })
    : client.populationRecords({ params: { id: of.population as never }, query: asked });
}

function linesOf(summary: RecordsSummary, format: RecordsFormat, file: string): string[] {
  const { encounters, images, withheld, locationPrecision, notExported } = summary;
  return [
    `${counted(encounters, "encounter")} and ${counted(images, "image")} written to ${file}, ${recordsFileWords[format]}.`,
    ...(withheld > 0 ? [`${counted(withheld, "image")} withheld.`] : []),
    ...(locationPrecision === "exact" ? [] : [`Places are told with the precision ${locationPrecision}.`]),
    ...notExported.flatMap((each) => [
      `Not exported: ${each.encounters > 0 ? `${counted(each.encounters, "encounter")} and ` : ""}${counted(each.images, "image")}. ${each.reason}`,
      ...each.first.map((values) => `  ${encounterName(values)}`),
      ...(each.encounters > each.first.length ? [`  and ${each.encounters - each.first.length} more`] : []),
    ]),
  ];
}
