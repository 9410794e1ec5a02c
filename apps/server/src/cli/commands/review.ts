import type { EncounterRow } from "@landfall/protocol";
import { readManifestId } from "../arguments.ts";
import { defineCommand, type ExitCode } from "../command.ts";
import { withStation } from "../open-station.ts";
import { counted } from "../output.ts";
import { allEncounters } from "./pages.ts";

const toEntry = (row: EncounterRow) => ({
  id: row.id,
  eventDate: row.values.eventDate,
  locality: row.values.locality,
  recordedBy: row.values.recordedBy,
  images: row.imageCount,
  state: row.review,
  missing: row.missing,
});

function describe({ values, imageCount, review, missing, findings, id }: EncounterRow): string[] {
  const what = [values.eventDate ?? "no date", values.locality ?? "no place", values.recordedBy ?? "no photographer"];
  const lack = missing.length > 0 ? `, missing: ${missing.join(", ")}` : "";
  return [
    `${id}  ${review.padEnd(10)}  ${what.join(" · ")}  (${counted(imageCount, "image")}${lack})`,
    ...findings.filter(({ severity }) => severity !== "note").map(({ message, count }) => `    ${count} × ${message}`),
  ];
}

export const review = defineCommand({
  name: "review",
  summary: "The encounters of a manifest and what they lack",
  usage: "MANIFEST",
  arguments: { atLeast: 1, atMost: 1 },
  options: {},
  run: async ({ positionals, dataFolder, out }) => {
    const id = readManifestId(positionals[0]);
    return withStation<ExitCode>(dataFolder, { needsHub: false }, async ({ client }) => {
      const manifest = await client.manifest({ params: { id } });
      const rows = await allEncounters(client, id);
      out.result({ manifestId: id, status: manifest.status, encounters: rows.map(toEntry) }, [
        `${manifest.name}, version ${manifest.version}: ${manifest.status}, ${counted(rows.length, "encounter")}.`,
        ...rows.flatMap(describe),
      ]);
      return 0;
    });
  },
});
