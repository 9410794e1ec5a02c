/** Approved manifests of photographs in a station's database, as a scan and a person leave them. */
import path from "node:path";
import {
  approve,
  closeDatabase,
  ensurePopulation,
  mirrorPopulations,
  openDatabase,
  startReading,
  storeDraft,
  storeFiles,
} from "@landfall/db";
import { emptyValues, type ManifestId } from "@landfall/protocol";
import type { DraftEncounter, DraftImage, FoundFile } from "@landfall/survey";
import type { Photograph } from "./photographs.ts";
import { population } from "./stub-hub.ts";

const found = (photograph: Photograph, root: string): FoundFile => {
  const name = path.relative(root, photograph.path);
  return {
    root: 0,
    pathBytes: Buffer.from(name),
    path: name,
    size: photograph.bytes,
    mtimeNs: 1_700_000_000_000_000_000n,
    ino: null,
    bucket: "image",
    reason: null,
    mediaType: "image/jpeg",
    sha256: photograph.sha256,
    md5: photograph.md5,
    pictureSha256: null,
    metadata: null,
    findings: [],
  };
};

const draftImage = (photograph: Photograph, file: number): DraftImage => ({
  sha256: photograph.sha256,
  md5: photograph.md5,
  bytes: photograph.bytes,
  mediaType: "image/jpeg",
  fileName: path.basename(photograph.path),
  capturedAt: null,
  rating: null,
  files: [file],
  findings: [],
});

function draftEncounter(photographs: readonly Photograph[], first: number, at: number): DraftEncounter {
  const eventDate = new Date(Date.UTC(2024, 0, 1 + at)).toISOString().slice(0, 10);
  return {
    values: { ...emptyValues, eventDate, locality: "Haro Strait", recordedBy: "Jo Tidewater" },
    provenance: {},
    encounterNumber: null,
    firstAt: null,
    lastAt: null,
    findings: [],
    images: photographs.map((photograph, index) => draftImage(photograph, first + index)),
  };
}

/** Adds one approved manifest for each group, encounters of so many images. */
export function storeSeasons(
  database: string,
  groups: readonly (readonly Photograph[])[],
  imagesPerEncounter: number,
): ManifestId[] {
  const db = openDatabase(database);
  try {
    mirrorPopulations(db, [population]);
    const { id } = ensurePopulation(db, population.name);
    return groups.map((group, number) => {
      const root = path.dirname(group[0]?.path ?? "/");
      const reading = startReading(db, { population: id, name: `Season ${number}`, folders: [root] });
      storeFiles(
        db,
        reading.reading,
        [root],
        0,
        group.map((photograph) => found(photograph, root)),
      );
      const files = db.sql
        .prepare<[number], number>("SELECT file FROM reading_file WHERE reading = ? ORDER BY ordinal")
        .pluck()
        .all(reading.reading) as number[];
      const encounters: DraftEncounter[] = [];
      for (let at = 0; at < group.length; at += imagesPerEncounter)
        encounters.push(draftEncounter(group.slice(at, at + imagesPerEncounter), at, encounters.length));
      const { manifest } = storeDraft(db, {
        ...reading,
        encounters,
        files,
      });
      db.sql.prepare("UPDATE reading SET state = 'done' WHERE pk = ?").run(reading.reading);
      const { approved } = approve(db, manifest, { set: { license: "public" } });
      if (approved !== encounters.length) throw new Error(`${approved} of ${encounters.length} encounters approved`);
      return manifest;
    });
  } finally {
    closeDatabase(db);
  }
}
