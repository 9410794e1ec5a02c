import { setTimeout as wait } from "node:timers/promises";
import { type CardCheckView, type CardFile, type CardFileKind, errorTable, LandfallError } from "@landfall/protocol";
import type { StationClient } from "../../station-client.ts";
import { defineCommand, type ExitCode } from "../command.ts";
import { withDetail } from "../explain.ts";
import { withStation } from "../open-station.ts";
import { counted, localTime, size } from "../output.ts";
import { resolveFolder } from "../paths.ts";
import { createProgressLine } from "../progress-line.ts";

const lookEveryMs = 200;
const partSize = 1000;

async function waitForCheck(
  client: StationClient,
  body: { readonly folder: string; readonly offline: boolean },
  signal: AbortSignal,
): Promise<CardCheckView> {
  const line = createProgressLine();
  let check = await client.checkCard({ body });
  const params = { id: check.id };
  while (check.state === "running") {
    line.show(
      `${counted(check.files, "file")} read (${size(check.bytesRead)}), ${check.proven} proven, ${check.problems} not · ${check.reading ?? body.folder}`,
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
  const { proven, folder, signedAsOf, unasked } = check;
  const left = junk.length > 0 ? [`Not counted: ${counted(junk.length, "file")} of operating systems' junk.`] : [];
  if (check.safe)
    return [
      `Yes. The hub has signed for every file in ${folder}, and still has it: ${counted(proven, "image")}, each hashed just now.`,
      ...left,
      "Nothing was deleted.",
    ];
  if (signedAsOf)
    return [
      `The hub was not asked. As of ${localTime(signedAsOf)} it had signed for every file in ${folder}: ${counted(proven, "image")}, each hashed just now.`,
      ...left,
      "Whether it still has them is not known. Before you erase, check again without --offline.",
    ];
  if (problems.length === 0 && proven > 0)
    return [
      `Not now. The hub has signed for every file in ${folder} (${counted(proven, "image")}), and cannot be asked whether it still has them.`,
      ...left,
      ...(unasked ? [withDetail(errorTable[unasked.code].message, unasked.detail)] : []),
      "Check again when it can be asked. What the receipts alone say: --offline",
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
  summary:
    "Read every file in a folder now, and say whether the hub has signed for each of them and still has it; nothing is deleted",
  usage: "PATH [--offline]",
  arguments: { atLeast: 1, atMost: 1 },
  options: { offline: { type: "boolean" } },
  run: async ({ values, positionals, dataFolder, out }): Promise<ExitCode> => {
    const folder = resolveFolder(positionals[0] ?? "");
    const offline = values.offline === true;
    const interrupted = new AbortController();
    const interrupt = (): void => interrupted.abort();
    process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
    try {
      return await withStation<ExitCode>(dataFolder, { needsHub: !offline }, async ({ client }) => {
        const check = await waitForCheck(client, { folder, offline }, interrupted.signal);
        if (check.error)
          throw new LandfallError(check.error.code, check.error.detail ? { detail: check.error.detail } : {});
        if (check.state === "cancelled") {
          out.note("The check was stopped: nothing is known of the card.");
          return 130;
        }
        const problems = await allFiles(client, check, "problems");
        const junk = await allFiles(client, check, "junk");
        const { safe, signedAsOf, unasked, files, proven } = check;
        out.result(
          { safe, signedAsOf, unasked, files, proven, problems, junk: junk.map(({ filePath }) => filePath) },
          describe(check, problems, junk),
        );
        // What is as of a time is no yes, and what waits for the hub no decision of a person.
        return safe ? 0 : signedAsOf ? 2 : 3;
      });
    } finally {
      process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
    }
  },
});
