import { isAzureFolder, LandfallError, type ScanJobView } from "@landfall/protocol";
import type { StationClient } from "../../station-client.ts";
import { readNumber } from "../arguments.ts";
import { defineCommand, type ExitCode } from "../command.ts";
import { describeScan, followScan, goOnWith, wordsOfScan } from "../follow-scan.ts";
import { withStation } from "../open-station.ts";
import { counted } from "../output.ts";
import { resolvePath } from "../paths.ts";
import { UsageError } from "../usage-error.ts";

const stateWords = {
  running: "scanning",
  done: "done",
  failed: "stopped",
  cancelled: "cancelled",
  interrupted: "interrupted",
} as const;

const describe = ({ id, name, folders, files, state, isPaused, error, watchMinutes }: ScanJobView): string =>
  `${id}  ${isPaused ? "paused" : stateWords[state]}  ${name}  ${counted(files.found, "file")}  ${folders.join(", ")}${error ? `  ${error.code}` : ""}${watchMinutes === null ? "" : `  watched: read after ${counted(watchMinutes, "quiet minute")}`}`;

/** The job of this id or name; the only one that is being read, where none is named. */
async function jobOf(client: StationClient, wanted: string | undefined): Promise<ScanJobView> {
  const { scanJobs } = await client.snapshot({});
  const fits = scanJobs.filter(({ id, name, state }) =>
    wanted === undefined ? state === "running" : id === wanted || name === wanted,
  );
  const [job, another] = fits;
  if (job && !another) return job;
  if (wanted !== undefined && !job) throw new LandfallError("NOT_FOUND", { detail: `scan ${wanted}` });
  throw new UsageError(job ? "there are several: name one by its id, as landfall scans has it" : "no scan is at work");
}

const isCutShort = ({ state }: ScanJobView): boolean => state === "cancelled" || state === "interrupted";

/** Minutes, or null for none; undefined where nothing is said of it. */
function readWatch(values: {
  watch?: string | undefined;
  "no-watch"?: boolean | undefined;
}): number | null | undefined {
  if (values["no-watch"]) return null;
  return values.watch === undefined ? undefined : readNumber("--watch", values.watch, 1, 1440);
}

const acts = ["pause", "resume", "cancel", "again"] as const;

export const scans = defineCommand({
  name: "scans",
  summary:
    "The latest scans; pauses one, lets it go on, cancels it, reads its folders again, adds folders to it or takes some out, or watches them",
  usage: "[SCAN] [--pause|--resume|--cancel|--again|--add FOLDER …|--remove FOLDER …|--watch MINUTES|--no-watch]",
  arguments: { atLeast: 0, atMost: 1 },
  options: {
    pause: { type: "boolean" },
    resume: { type: "boolean" },
    cancel: { type: "boolean" },
    again: { type: "boolean" },
    add: { type: "string", multiple: true },
    remove: { type: "string", multiple: true },
    watch: { type: "string" },
    "no-watch": { type: "boolean" },
  },
  words: wordsOfScan,
  run: async ({ values, positionals: [wanted], dataFolder, out }) => {
    const [act, another] = acts.filter((name) => values[name]);
    const watch = readWatch(values);
    if (watch !== undefined && (act || wanted === undefined))
      throw new UsageError(act ? `--${act} and --watch: write one of them` : "name the scan to watch");
    if (another) throw new UsageError(`--${act} and --${another}: write one of them`);
    const { add = [], remove = [] } = values;
    if (add.length + remove.length > 0) {
      if (act || watch !== undefined) throw new UsageError("--add and --remove: write them without another option");
      if (wanted === undefined) throw new UsageError("name the scan to change");
      return followScan({
        dataFolder,
        out,
        start: async ({ client }) => withFolders(client, await jobOf(client, wanted), add, remove),
      });
    }
    if (act === "again") {
      if (wanted === undefined) throw new UsageError("name the scan to read again");
      return followScan({ dataFolder, out, start: async ({ client }) => again(client, await jobOf(client, wanted)) });
    }
    const done = await withStation<ScanJobView | ExitCode>(dataFolder, { needsHub: false }, async ({ client }) => {
      if (act === undefined && wanted === undefined) {
        const { scanJobs } = await client.snapshot({});
        out.result({ items: scanJobs }, scanJobs.length > 0 ? scanJobs.map(describe) : ["Nothing was scanned yet."]);
        return 0;
      }
      const job = await jobOf(client, wanted);
      const params = { id: job.id };
      if (watch !== undefined) {
        const view = await client.watchScan({ params, body: { watchMinutes: watch } });
        out.result(view, [describe(view)]);
        return 0;
      }
      if (act === "resume" && job.state !== "running" && job.state !== "done") return job;
      const ways = { pause: client.pauseScan, resume: client.resumeScan, cancel: client.cancelScan };
      const view = act ? await ways[act]({ params }) : job;
      out.result(view, [
        describe(view),
        ...(isCutShort(view) ? [goOnWith(view)] : []),
        ...(view.result && !act ? describeScan(view.result) : []),
      ]);
      return 0;
    });
    if (typeof done === "number") return done;
    // It was cut short: what was read stays known, and the rest is read now.
    return followScan({ dataFolder, out, start: ({ client }) => again(client, done) });
  },
});

const again = (client: StationClient, { id }: ScanJobView): Promise<ScanJobView> => client.rescan({ params: { id } });

/** Reads it with these folders too, and without those. */
function withFolders(
  client: StationClient,
  { id, folders }: ScanJobView,
  add: readonly string[],
  remove: readonly string[],
): Promise<ScanJobView> {
  const out = remove.map((folder) => (folders.includes(folder) ? folder : resolvePath(folder)));
  const unknown = out.find((folder) => !folders.includes(folder));
  if (unknown) throw new UsageError(`--remove ${unknown}: the scan has ${folders.join(", ")}`);
  const left = folders.filter((folder) => !out.includes(folder));
  const body = { folders: [...left, ...add.map((folder) => (isAzureFolder(folder) ? folder : resolvePath(folder)))] };
  if (body.folders.length === 0) throw new UsageError("a scan has one folder at least");
  return client.setScanFolders({ params: { id }, body });
}
