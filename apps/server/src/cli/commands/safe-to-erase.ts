import { setTimeout as wait } from "node:timers/promises";
import { type CardCheckView, type CardFile, type CardFileKind, LandfallError } from "@landfall/protocol";
import type { StationClient } from "../../station-client.ts";
import { defineCommand, type ExitCode } from "../command.ts";
import { withStation } from "../open-station.ts";
import { counted, size } from "../output.ts";
import { resolveFolder } from "../paths.ts";
import { createProgressLine } from "../progress-line.ts";

const lookEveryMs = 200;
const partSize = 1000;

async function waitForCheck(client: StationClient, folder: string, signal: AbortSignal): Promise<CardCheckView> {
  const line = createProgressLine();
  let check = await client.checkCard({ body: { folder } });
  const params = { id: check.id };
  while (check.state === "running") {
    line.show(
      `${counted(check.files, "file")} read (${size(check.bytesRead)}), ${check.proven} proven, ${check.problems} not · ${check.reading ?? folder}`,
    );
    await wait(lookEveryMs, undefined, { signal }).catch(() => {});
    check = signal.aborted ? await client.cancelCardCheck({ params }) : await client.cardCheck({ params });
  }
  line.done();
  return check;
}

async function allFiles(client: StationClient, check: CardCheckView, kind: CardFileKind): Promise<CardFile[]> {
  const files: CardFile[] = [];
  for (let after: number | null = 0; after !== null; ) {
    const query: { kind: CardFileKind; after: number; limit: number } = { kind, after, limit: partSize };
    const part = await client.cardCheckFiles({ params: { id: check.id }, query });
    files.push(...part.items);
    after = part.next;
  }
  return files;
}

function describe(check: CardCheckView, problems: readonly CardFile[], junk: readonly CardFile[]): string[] {
  const { proven, folder } = check;
  const left = junk.length > 0 ? [`Not counted: ${counted(junk.length, "file")} of operating systems' junk.`] : [];
  if (check.safe)
    return [
      `Yes. The hub has signed for every file in ${folder}: ${counted(proven, "image")}, each hashed just now.`,
      ...left,
      "Nothing was deleted.",
    ];
  if (problems.length === 0) return [`No. There is no photograph in ${folder}.`, ...left];
  return [
    `No. ${problems.length} of ${counted(check.files - junk.length, "file")} in ${folder} ${problems.length === 1 ? "is" : "are"} not proven:`,
    ...problems.map(({ filePath, reason, message }) => `  ${filePath}  ${reason}: ${message}`),
    ...left,
  ];
}

export const safeToErase = defineCommand({
  name: "safe-to-erase",
  summary: "Read every file in a folder now, and say whether the hub has signed for each of them; nothing is deleted",
  usage: "PATH",
  arguments: { atLeast: 1, atMost: 1 },
  options: {},
  run: async ({ positionals, dataFolder, out }): Promise<ExitCode> => {
    const folder = resolveFolder(positionals[0] ?? "");
    const interrupted = new AbortController();
    const interrupt = (): void => interrupted.abort();
    process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
    try {
      return await withStation<ExitCode>(dataFolder, { needsHub: false }, async ({ client }) => {
        const check = await waitForCheck(client, folder, interrupted.signal);
        if (check.error)
          throw new LandfallError(check.error.code, check.error.detail ? { detail: check.error.detail } : {});
        if (check.state === "cancelled") {
          out.note("The check was stopped: nothing is known of the card.");
          return 130;
        }
        const problems = await allFiles(client, check, "problems");
        const junk = await allFiles(client, check, "junk");
        const { safe, files, proven } = check;
        out.result(
          { safe, files, proven, problems, junk: junk.map(({ filePath }) => filePath) },
          describe(check, problems, junk),
        );
        return safe ? 0 : 3;
      });
    } finally {
      process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
    }
  },
});
