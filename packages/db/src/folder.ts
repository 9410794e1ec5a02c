/** Folders in which nothing has changed: their files are taken over from the reading before, without a look at each. */
import { type FolderMark, type FolderState, type FolderTally, readerVersion } from "@landfall/survey";
import { type StationDatabase, statement } from "./database.ts";

interface FolderRow {
  reading: number;
  first: number;
  files: number;
  images: number;
  unreadable: number;
}

const versioned = (fingerprint: string) => `${readerVersion} ${fingerprint}`;

const rowOf = (db: StationDatabase, root: string, { pathBytes, fingerprint }: FolderState): FolderRow | undefined =>
  statement<FolderRow>(
    db,
    `SELECT reading, first, files, images, unreadable FROM folder
     WHERE root = (SELECT pk FROM root WHERE path = ?) AND path = ? AND fingerprint = ?`,
  ).get(root, pathBytes, versioned(fingerprint));

/** How many files of each bucket a folder in this very state has; null where it has to be looked at file by file. */
export function knownFolder(db: StationDatabase, root: string, state: FolderState): FolderTally | null {
  const row = rowOf(db, root, state);
  if (!row || row.files !== state.files) return null;
  const { files, images, unreadable } = row;
  return { found: files, images, unreadable, ignored: files - images - unreadable };
}

/** Takes the files of a known folder into a reading. */
export function takeFolder(
  db: StationDatabase,
  reading: number,
  root: string,
  rootPk: number,
  mark: FolderMark,
  ordinal: number,
): void {
  const row = rowOf(db, root, mark);
  if (!row) throw new Error(`The folder ${Buffer.from(mark.pathBytes)} is not known any more.`);
  const { changes } = statement(
    db,
    `INSERT INTO reading_file (reading, ordinal, file)
     SELECT ?, ordinal + ?, file FROM reading_file WHERE reading = ? AND ordinal >= ? AND ordinal < ?`,
  ).run(reading, ordinal - row.first, row.reading, row.first, row.first + row.files);
  if (changes !== mark.files) throw new Error(`The folder ${Buffer.from(mark.pathBytes)} has lost files.`);
  statement(db, "UPDATE folder SET reading = ?, first = ? WHERE root = ? AND path = ?").run(
    reading,
    ordinal,
    rootPk,
    mark.pathBytes,
  );
}

/**
 * Remembers a folder whose files have just been stored, the last of them right before `end`. One with a file that has to be looked
 * at again, because it could not be read or its date was in the future, is not remembered.
 */
export function rememberFolder(
  db: StationDatabase,
  reading: number,
  rootPk: number,
  { pathBytes, fingerprint, files }: FolderMark,
  end: number,
): void {
  statement(db, "DELETE FROM folder WHERE root = ? AND path = ?").run(rootPk, pathBytes);
  const counts = statement<{ images: number; unreadable: number; again: number }>(
    db,
    `SELECT COUNT(*) FILTER (WHERE f.bucket = 'image') AS images, COUNT(*) FILTER (WHERE f.bucket = 'unreadable') AS unreadable,
       COUNT(*) FILTER (WHERE (f.bucket = 'unreadable' AND f.reason NOT IN ('DAMAGED', 'EMPTY') AND f.reason NOT LIKE '%!_AS!_IMAGE' ESCAPE '!') OR f.findings LIKE '%DATE_FUTURE%'
         OR f.reader_version <> ?) AS again
     FROM reading_file AS x JOIN file AS f ON f.pk = x.file WHERE x.reading = ? AND x.ordinal >= ? AND x.ordinal < ?`,
  ).get(readerVersion, reading, end - files, end);
  if (!counts || counts.again > 0) return;
  statement(
    db,
    "INSERT INTO folder (root, path, fingerprint, reading, first, files, images, unreadable) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
  ).run(rootPk, pathBytes, versioned(fingerprint), reading, end - files, files, counts.images, counts.unreadable);
}
