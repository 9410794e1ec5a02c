import type { ManifestId } from "@landfall/protocol";
import type { StationClient } from "../../station-client.ts";
import { readManifestId } from "../arguments.ts";
import { defineCommand, type ExitCode } from "../command.ts";
import { withStation } from "../open-station.ts";
import { counted } from "../output.ts";
import { resolvePath } from "../paths.ts";
import { UsageError } from "../usage-error.ts";
import { writeWhole } from "../write-whole.ts";

const partSize = 1000;

/** One JSON array, written as it is read: one entry a line for people, else all of it on one. */
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

export const exportCommand = defineCommand({
  name: "export",
  summary: "The inventory of every file found, as one JSON array",
  usage: "MANIFEST --format json [--out PATH]",
  arguments: { atLeast: 1, atMost: 1 },
  options: { format: { type: "string" }, out: { type: "string" } },
  run: async ({ values, positionals, dataFolder, out }) => {
    const id = readManifestId(positionals[0]);
    if (values.format !== "json") throw new UsageError("--format json is missing; it is the only format so far");
    const file = values.out && resolvePath(values.out);
    return withStation<ExitCode>(dataFolder, { needsHub: false }, async ({ client }) => {
      await client.manifest({ params: { id } });
      let entries = 0;
      const text = toJson(client, id, { isOneLine: out.json && !file, onEntry: () => entries++ });
      if (file) {
        await writeWhole(file, text);
        out.result({ manifestId: id, entries, out: file }, [`${counted(entries, "file")} written to ${file}.`]);
      } else for await (const part of text) process.stdout.write(part);
      return 0;
    });
  },
});
