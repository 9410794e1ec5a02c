/** The inventory of every file that a manifest's scan found, as one JSON array. */
import type { ManifestId } from "@landfall/protocol";
import type { StationClient } from "../station-client.ts";
import type { ExitCode } from "./command.ts";
import { counted, type Output } from "./output.ts";
import { type OutputFile, writeWhole } from "./write-whole.ts";

const partSize = 1000;

/** Written as it is read: one entry a line for people, else all of it on one. */
async function* toJson(
  client: StationClient,
  id: ManifestId,
  options: { readonly isOneLine: boolean; readonly onEntry: () => void },
): AsyncGenerator<string> {
  const lineEnd = options.isOneLine ? "" : "\n";
  yield "[";
  let separator = lineEnd;
  for (let after: number | null = 0; after !== null; ) {
    const query: { after: number; limit: number } = { after, limit: partSize };
    const part = await client.export({ params: { id }, query });
    for (const entry of part.entries) {
      options.onEntry();
      yield separator + JSON.stringify(entry);
      separator = `,${lineEnd}`;
    }
    after = part.next;
  }
  yield `${lineEnd}]\n`;
}

/** @param file where it goes; to standard output without one */
export async function exportInventory(
  client: StationClient,
  id: ManifestId,
  file: OutputFile | undefined,
  out: Output,
): Promise<ExitCode> {
  await client.manifest({ params: { id } });
  let entries = 0;
  const text = toJson(client, id, { isOneLine: out.json && !file, onEntry: () => entries++ });
  if (file) {
    await writeWhole(client, file, async () => text);
    out.result({ manifestId: id, entries, out: file.path }, [`${counted(entries, "file")} written to ${file.path}.`]);
  } else for await (const part of text) process.stdout.write(part);
  return 0;
}
