/** The animals that the names and keywords of an encounter's own images say, once it has other images than it was grouped with. */
import type { FieldSource, ManifestId, PopulationId, ScanJobId } from "@landfall/protocol";
import { type GroupInput, type Identifiers, identifiersBy, withIndividualsFound } from "@landfall/survey";
import { type StationDatabase, statement } from "./database.ts";
import type { Fields } from "./fields.ts";
import { rulesWithCatalogue } from "./individuals.ts";

type NamedFile = Pick<GroupInput, "path" | "metadata">;

const ofFiles: readonly (FieldSource | undefined)[] = [undefined, "folder", "filename", "xmp", "iptc"];

/** Of fields whose animals nobody but the files says; those of a sheet, a pattern or a person stay. */
export function withOwnAnimals<F extends Fields>(of: F, files: readonly NamedFile[], identifiers: Identifiers): F {
  if (!ofFiles.includes(of.provenance.organismName?.source)) return of;
  const { organismName: _, ...values } = of.values;
  const { organismName: __, ...provenance } = of.provenance;
  return { ...of, ...withIndividualsFound({ values, provenance }, files, identifiers) };
}

const identifiersFor = (db: StationDatabase, row: { population: PopulationId } | undefined): Identifiers | null =>
  row === undefined ? null : identifiersBy(rulesWithCatalogue(db, row.population));

export const identifiersOfManifest = (db: StationDatabase, manifest: ManifestId): Identifiers | null =>
  identifiersFor(
    db,
    statement<{ population: PopulationId }>(
      db,
      "SELECT j.population FROM manifest AS m JOIN scan_job AS j ON j.id = m.scan_job WHERE m.id = ?",
    ).get(manifest),
  );

export const identifiersOfJob = (db: StationDatabase, scanJob: ScanJobId): Identifiers | null =>
  identifiersFor(
    db,
    statement<{ population: PopulationId }>(db, "SELECT population FROM scan_job WHERE id = ?").get(scanJob),
  );

interface FileRow {
  readonly path: string;
  readonly metadata: string | null;
}

const toNamed = ({ path, metadata }: FileRow): NamedFile => ({
  path,
  metadata: metadata === null ? null : JSON.parse(metadata),
});

/** The files that the images of an encounter were placed by. */
export const namedFilesOf = (db: StationDatabase, encounter: number): NamedFile[] =>
  statement<FileRow>(
    db,
    `SELECT f.path_text AS path, f.metadata FROM image AS i JOIN image_file AS x ON x.image = i.pk AND x.ordinal = 0
       JOIN file AS f ON f.pk = x.file WHERE i.encounter = ? ORDER BY i.ordinal`,
  )
    .all(encounter)
    .map(toNamed);

/** Those with these keys, in this order. */
export const namedFiles = (db: StationDatabase, files: readonly number[]): NamedFile[] =>
  files.flatMap((pk) => {
    const row = statement<FileRow>(db, "SELECT path_text AS path, metadata FROM file WHERE pk = ?").get(pk);
    return row ? [toNamed(row)] : [];
  });
