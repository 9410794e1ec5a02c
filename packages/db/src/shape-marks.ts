/** What was decided of images goes with them where a person gives them to another encounter. */
import { type FindingDetails, findingTable } from "@landfall/protocol";
import { type StationDatabase, statement } from "./database.ts";
import { markCodes, markText, withMarksOf, withoutMarks } from "./decided-elsewhere.ts";
import type { EncounterRecord } from "./encounter.ts";
import { shapeOf } from "./shape.ts";
import type { Shape } from "./undoable.ts";

const liveIn = ({ images }: Shape): string[] => Object.keys(images).filter((sha256) => images[sha256] === false);

/** Of the images that it has now, by the encounters that had them; one that is denied needs none. @param before all that took part */
export function noteMarks(db: StationDatabase, now: EncounterRecord, before: readonly Shape[]): void {
  if (now.review === "denied") return;
  const live = liveIn(shapeOf(db, now));
  const isMade = before.every(({ encounter }) => encounter.id !== now.id);
  const marks = before.reduce<FindingDetails>((all, shape) => {
    const images = live.filter((sha256) => shape.images[sha256] === false);
    const past = { of: shape.encounter, images: new Map(images.map((sha256) => [sha256, sha256])) };
    // What one that was split off does not have of the other one was told as it was split.
    return withMarksOf(all, past, isMade ? shape.encounter : now);
  }, {});
  putMarks(db, now, marks);
}

/** In the place of what is noted of it. */
export function putMarks(db: StationDatabase, of: EncounterRecord, marks: FindingDetails): void {
  const others = Object.fromEntries(markCodes.flatMap((code) => (marks[code] ? [[code, marks[code]]] : [])));
  const details = { ...withoutMarks(of.details), ...others };
  statement(db, "UPDATE encounter SET details = ? WHERE pk = ?").run(JSON.stringify(details), of.pk);
}

/** What is noted now and was not before, as sentences. */
export const markNotes = (was: EncounterRecord | undefined, now: EncounterRecord): string[] =>
  now.findings.flatMap(({ code }) => {
    const text = markText(now, code);
    if (text === undefined || (was && markText(was, code) === text)) return [];
    return [`${findingTable[code].message} ${text}.`];
  });
