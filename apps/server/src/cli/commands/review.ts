import {
  burstText,
  type EncounterChanges,
  type EncounterId,
  type EncounterRow,
  factSourceText,
  factWords,
  findingTable,
  folderLikeADate,
  type ImageRow,
  isReference,
  type ManifestRow,
  nearText,
} from "@landfall/protocol";
import type { StationClient } from "../../station-client.ts";
import { readManifestId } from "../arguments.ts";
import { bothText } from "../changed-there.ts";
import { defineCommand, type ExitCode } from "../command.ts";
import { allImages } from "../find-images.ts";
import { describeFindings } from "../finding-text.ts";
import { allMatches, describeMatch } from "../hub-matches.ts";
import { withStation } from "../open-station.ts";
import { counted, countedImages } from "../output.ts";
import { allEncounters } from "./pages.ts";

const toEntry = (row: EncounterRow) => ({
  id: row.id,
  eventID: row.eventID,
  eventDate: row.values.eventDate,
  locality: row.values.locality,
  recordedBy: row.values.recordedBy,
  organismName: row.values.organismName ?? null,
  eventType: row.values.eventType ?? null,
  folder: row.folder,
  images: row.imageCount - row.images.skipped,
  leftOut: row.images.skipped,
  state: row.review,
  missing: row.missing,
  findings: row.findings.map(({ images, ...finding }) => ({
    ...finding,
    images: images.map(({ fileName }) => fileName),
  })),
  changes: row.changes,
  ...(row.changedThere.length > 0 && { changedThere: row.changedThere }),
  ...(row.takenThere.length > 0 && { takenThere: row.takenThere }),
});

const toImages = (images: readonly ImageRow[] | undefined) =>
  images && {
    files: images.map(({ sha256, filePath, capturedAt, state, side, quality, people, burst, near }) => ({
      ...{ sha256, filePath, capturedAt, state, side, quality, people, burst, near },
    })),
  };

/** In what it differs from what was approved, or from the version before. */
function changesText(changes: EncounterChanges): string {
  const { wasApproved, imagesAdded, imagesRemoved, imagesDescribed, fields, findings } = changes;
  const parts = [
    ...(imagesAdded > 0 ? [`${countedImages(imagesAdded, 0)} more`] : []),
    ...(imagesRemoved > 0 ? [`${countedImages(imagesRemoved, 0)} fewer`] : []),
    ...(imagesDescribed > 0 ? [`${countedImages(imagesDescribed, 0)} with another side, quality or people`] : []),
    ...fields.map(({ name, was }) => `${name} was ${was ?? "empty"}`),
    ...findings.map((code) => `new: ${findingTable[code].message}`),
  ];
  return `since ${wasApproved ? "it was approved" : "the version before"}: ${parts.join("; ") || "not as it was"}`;
}

/** Others are not shown it, and so whoever reviews has to know why. */
const peopleFrom = ({ people, said }: ImageRow): string[] =>
  people && said.people ? [`which is from ${factSourceText(said.people)}`] : [];

function describeImage(image: ImageRow, encounter: EncounterId): string {
  const { sha256, filePath, leftOut, state } = image;
  const said = [...factWords(image), ...peopleFrom(image), burstText(image), nearText(image, encounter)]
    .filter(Boolean)
    .join(", ");
  const out = state === "skipped" ? `  (left out${leftOut ? `: ${leftOut}` : ""})` : "";
  return `    ${sha256}  ${filePath}${said && `  ${said}`}${out}`;
}

function describe(row: EncounterRow): string[] {
  const { values, imageCount, images, review, missing, changes, changedThere, takenThere, findings, id, folder } = row;
  const what = isReference(values)
    ? [`reference images of ${values.organismName ?? "nobody"}`]
    : [
        ...[values.eventDate ?? "no date", values.locality ?? "no place", values.recordedBy ?? "no photographer"],
        ...(folder !== null && values.eventDate === null && values.locality === null ? [`in ${folder}`] : []),
      ];
  // Which of them is which way round is said by its finding.
  const isUnread = missing.includes("eventDate") && !findings.some(({ code }) => code === "DATE_EITHER");
  const like = folder !== null && isUnread ? folderLikeADate(folder) : null;
  const lack = missing.length > 0 ? `, missing: ${missing.join(", ")}` : "";
  return [
    `${id}  ${review.padEnd(10)}  ${what.join(" · ")}  (${countedImages(imageCount - images.skipped, images.skipped)}${lack})`,
    ...(like === null ? [] : [`    the folder's name may give a date that is not understood: ${like}`]),
    ...(changes ? [`    ${changesText(changes)}`] : []),
    ...changedThere.map((both) => `    ${bothText(both)}, given there by others`),
    ...takenThere.map((name) => `    ${name}: taken out of it on the hub, or moved, by others`),
    ...describeFindings(row),
  ];
}

/** The version that people go on with; undefined where there is none. */
async function newerOf(client: StationClient, { scanJobId }: ManifestRow): Promise<ManifestRow | undefined> {
  const { populations } = await client.snapshot({});
  return populations.flatMap(({ manifests }) => manifests).find((other) => other.scanJobId === scanJobId);
}

export const review = defineCommand({
  name: "review",
  summary: "The encounters of a manifest and what they lack",
  usage: "MANIFEST [--images] [--hub]",
  arguments: { atLeast: 1, atMost: 1 },
  options: { images: { type: "boolean" }, hub: { type: "boolean" } },
  run: async ({ values, positionals, dataFolder, out }) => {
    const id = readManifestId(positionals[0]);
    return withStation<ExitCode>(dataFolder, { needsHub: values.hub === true }, async ({ client }) => {
      const manifest = await client.manifest({ params: { id } });
      const newer = manifest.status === "superseded" ? await newerOf(client, manifest) : undefined;
      const rows = await allEncounters(client, id);
      const matches = values.hub ? await allMatches(client, id, rows) : undefined;
      const images = new Map<EncounterId, ImageRow[]>();
      if (values.images) for (const row of rows) images.set(row.id, await allImages(client, row.id));
      out.result(
        {
          manifestId: id,
          status: manifest.status,
          ...(newer && { newer: newer.id }),
          encounters: rows.map((row) => ({
            ...toEntry(row),
            ...toImages(images.get(row.id)),
            ...(matches && { onHub: matches.get(row.id) ?? null }),
          })),
        },
        [
          `${manifest.name}, version ${manifest.version}: ${manifest.status}, ${counted(rows.length, "encounter")}.`,
          ...(newer ? [`Version ${newer.version} has taken its place: landfall review ${newer.id}`] : []),
          ...rows.flatMap((row) => [
            ...describe(row),
            ...describeMatch(id, matches?.get(row.id)),
            ...(images.get(row.id) ?? []).map((image) => describeImage(image, row.id)),
          ]),
        ],
      );
      return 0;
    });
  },
});
