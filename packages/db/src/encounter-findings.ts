/** An encounter's findings are read off its images anew when those change, and its review with them. */
import type { FindingCode } from "@landfall/protocol";
import { type StationDatabase, statement } from "./database.ts";
import { type EncounterRecord, encounterRecord } from "./encounter.ts";
import { announceEncounter, storeStates } from "./encounter-states.ts";
import { undecided } from "./fields.ts";
import {
  hasStrays,
  inOrder,
  judgedImages,
  sortedCodes,
  summedFindings,
  warnsOf,
  wholeOf,
  withFieldsSettled,
} from "./image-findings.ts";

/** Reads the encounter's findings off its images anew, and its review with them. What is approved or denied stays so. Within a write. */
export function deriveFindings(db: StationDatabase, of: EncounterRecord): void {
  const images = judgedImages(db, of.pk);
  const findings = withFieldsSettled(summedFindings(wholeOf(of.findings), images, hasStrays(db, of.pk)), of);
  if (JSON.stringify(findings) === JSON.stringify(of.findings)) return;
  statement(db, "UPDATE encounter SET findings = ?, warns = ? WHERE pk = ?").run(
    JSON.stringify(findings),
    warnsOf(findings),
    of.pk,
  );
  const isDecided = of.review === "approved" || of.review === "denied";
  const review = isDecided ? of.review : undecided(of.missing, findings);
  storeStates(db, of, { review });
  announceEncounter(db, of, { review });
}

/** So many more of its images have this note: what they all say is not read anew for it. Within a write. */
export function addNote(
  db: StationDatabase,
  encounter: EncounterRecord["id"],
  code: FindingCode,
  images: number,
): void {
  const of = encounterRecord(db, encounter);
  const before = of.findings.find((each) => each.code === code)?.count ?? 0;
  const others = of.findings.filter((each) => each.code !== code);
  const findings = inOrder([...others, { code, count: before + images }]);
  statement(db, "UPDATE encounter SET findings = ? WHERE pk = ?").run(JSON.stringify(findings), of.pk);
  announceEncounter(db, of, {});
}

/** Takes findings from an image and gives it others; its encounter is to be derived then. Within a write. @returns whether anything changed */
export function changeFindings(
  db: StationDatabase,
  image: number,
  { without, add }: { readonly without: ReadonlySet<FindingCode>; readonly add: readonly FindingCode[] },
): boolean {
  const row = statement<{ findings: string }>(db, "SELECT findings FROM image WHERE pk = ?").get(image);
  if (!row) return false;
  const before: FindingCode[] = JSON.parse(row.findings);
  const after = [...before.filter((code) => !without.has(code) || add.includes(code)), ...add];
  const text = JSON.stringify(sortedCodes(after));
  if (text === row.findings) return false;
  statement(db, "UPDATE image SET findings = ? WHERE pk = ?").run(text, image);
  return true;
}

/** Derives those of the encounters, by their keys, each once. Within a write. */
export function deriveAll(db: StationDatabase, encounters: Iterable<EncounterRecord["id"]>): void {
  for (const id of new Set(encounters)) deriveFindings(db, encounterRecord(db, id));
}
