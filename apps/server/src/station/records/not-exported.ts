/** What others are not told of, and why. */
import {
  embargoOf,
  type RecordImage,
  type RecordScope,
  recordEncounters,
  recordImages,
  type StationDatabase,
  untoldEncounters,
} from "@landfall/db";
import { type Dataset, type Moment, mediaIDOf, nameOf } from "./rows.ts";

/** What a form has no place for, or others are not told of, and why. */
export interface NotExported {
  readonly table: "encounter" | "image";
  readonly eventID: string;
  readonly mediaID: string | null;
  readonly fileName: string | null;
  readonly reason: string;
  /** The reason without identifiers, for people who are told of encounters by name. */
  readonly brief?: string;
}

const reasons = {
  people: "People are in the picture.",
  embargo: (until: string): string => `It is under embargo until ${until}.`,
  joined: (eventID: string): string => `On the hub it is one encounter with ${eventID}, which stands for both here.`,
  joinedBrief: "On the hub it is one encounter with another, which stands for both here.",
  toldBefore: "It is told once, with the encounter that stands for its own here.",
  toApprove: "It was delivered before, and waits for approval again.",
  toSync: "It was delivered before, and what has changed since waits for the next sync.",
} as const;

/** What others were perhaps told before, so that nobody takes it for lost. */
function* deliveredBefore(
  db: StationDatabase,
  scope: RecordScope,
  dataset: Dataset,
  { today, kept }: Moment,
): Generator<NotExported, void> {
  for (const record of untoldEncounters(db, scope, today, "deliveredBefore")) {
    const { eventID, review } = record;
    const reason = review === "approved" ? reasons.toSync : reasons.toApprove;
    yield { table: "encounter", eventID, mediaID: null, fileName: null, reason };
    const isEmbargoed = (embargoOf(record) ?? "") > today;
    for (const image of recordImages(db, [record.pk], "delivered", kept)) {
      const fileName = isEmbargoed || kept.until(image.pk) !== null ? null : nameOf(image, dataset);
      yield { table: "image", eventID, mediaID: mediaIDOf(image, record), fileName, reason };
    }
  }
}

/** What is kept from others for a while, or for good, and what is told elsewhere. Of what is under embargo not even the names of files are told. */
export function* withheldOf(
  db: StationDatabase,
  scope: RecordScope,
  dataset: Dataset,
  moment: Moment,
): Generator<NotExported, void> {
  const { today, kept } = moment;
  for (const record of untoldEncounters(db, scope, today, "embargoed")) {
    const { eventID } = record;
    const reason = reasons.embargo(embargoOf(record) ?? "");
    yield { table: "encounter", eventID, mediaID: null, fileName: null, reason };
    for (const image of recordImages(db, [record.pk], "all", kept))
      yield { table: "image", eventID, mediaID: mediaIDOf(image, record), fileName: null, reason };
  }
  yield* deliveredBefore(db, scope, dataset, moment);
  for (const { record, joined } of recordEncounters(db, scope, today)) {
    const all = [record, ...joined];
    const one = { reason: reasons.joined(record.eventID), brief: reasons.joinedBrief };
    for (const { eventID } of joined) yield { table: "encounter", eventID, mediaID: null, fileName: null, ...one };
    const pks = all.map(({ pk }) => pk);
    const line = (image: RecordImage, reason: string): NotExported => {
      const of = all.find(({ pk }) => pk === image.encounter) ?? record;
      const fileName = kept.until(image.pk) === null ? nameOf(image, dataset) : null;
      return { table: "image", eventID: of.eventID, mediaID: mediaIDOf(image, of), fileName, reason };
    };
    for (const image of recordImages(db, pks, "ofPeople", kept)) yield line(image, reasons.people);
    for (const image of recordImages(db, pks, "underEmbargo", kept))
      yield line(image, reasons.embargo(kept.until(image.pk) ?? ""));
    for (const image of recordImages(db, pks, "toldBefore", kept)) yield line(image, reasons.toldBefore);
  }
}
