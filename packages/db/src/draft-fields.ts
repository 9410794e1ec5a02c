/** The fields of a draft encounter, with what is kept of the one that it goes on from and of what its photographs were approved as. */
import { type FindingDetails, isReference, type ManifestId, type Sha256 } from "@landfall/protocol";
import type { DraftEncounter } from "@landfall/survey";
import { approvedAs, othersDetail, photographersWithOthers } from "./approved-as.ts";
import { carryFields } from "./carry-over.ts";
import type { StationDatabase } from "./database.ts";
import { asDenied, ownMarks, typedOf, withMarksOf } from "./decided-elsewhere.ts";
import { carryEmbargo, withLatestEmbargo } from "./embargo-of-images.ts";
import type { EncounterRecord } from "./encounter.ts";
import type { Fields } from "./fields.ts";
import { carryLicense, licensesDetail } from "./given-license.ts";
import type { Judge } from "./judge.ts";
import type { KeptOfDraft } from "./kept-images.ts";
import { type PastEncounter, pastEncounters } from "./past-encounters.ts";
import { countImages } from "./same-version.ts";
import type { Understanding } from "./understanding.ts";

interface Known {
  readonly manifest: ManifestId;
  /** There is a version before. */
  readonly isLater: boolean;
  readonly earlier: EncounterRecord | undefined;
  readonly kept: KeptOfDraft;
  /** Its images that are not left out. */
  readonly live: readonly Sha256[];
  readonly judge: Judge;
  readonly understand: Understanding;
}

interface FieldsOfDraft extends Fields {
  readonly details: FindingDetails;
  /** All its images were, in encounters that others go on from. */
  readonly isDenied: boolean;
  /** Keys of other encounters, of which something went with photographs. */
  readonly from: readonly number[];
}

export function fieldsOfDraft(
  db: StationDatabase,
  draft: DraftEncounter,
  { manifest, isLater, earlier, kept, live, judge, understand }: Known,
): FieldsOfDraft {
  const past = isLater ? pastOfDraft(db, draft, { manifest, earlier, kept }) : [];
  const carried = withLatestEmbargo(
    carryEmbargo(carryFields(draft, earlier ?? typedOfPast(db, draft, past), understand), earlier),
    past.map(({ of }) => of),
  );
  const isLive: ReadonlySet<string> = new Set(live);
  const { recordedBy } = carried.values;
  const isOwn = live.every((sha256) => kept.own(sha256) !== undefined);
  const isAsApproved = isOwn && earlier?.review === "approved" && earlier.values.recordedBy === recordedBy;
  const approved = isAsApproved || isReference(carried.values) ? new Map() : approvedAs(db, manifest, live);
  // A person who says whose an encounter is has seen what was in it.
  const source = carried.provenance.recordedBy?.source;
  const isSaid = isOwn && (source === "manual" || source === "override" || source === "set");
  const others = photographersWithOthers(approved, (name) => isSaid || judge.shareSomebody(name, recordedBy));
  const marks = past.reduce<FindingDetails>(
    (all, { of, images }) =>
      withMarksOf(all, { of, images: new Map([...images].filter(([sha256]) => isLive.has(sha256))) }, carried),
    earlier && earlier.review !== "approved"
      ? ownMarks(
          earlier.details,
          live.filter((sha256) => kept.own(sha256)),
        )
      : {},
  );
  const denied = earlier ? null : asDenied(marks, live);
  return {
    ...carryLicense(db, carried, earlier, approved),
    details: { ...draft.details, ...othersDetail(others), ...licensesDetail(approved), ...(denied ?? marks) },
    isDenied: denied !== null,
    from: past.map(({ of }) => of.pk),
  };
}

/** What was typed of the one encounter that all its images come from. */
function typedOfPast(
  db: StationDatabase,
  { images }: DraftEncounter,
  past: readonly PastEncounter[],
): Fields | undefined {
  const [only] = past;
  if (!only || only.images.size < images.length) return undefined;
  return typedOf(only.of, countImages(db, only.of.pk) <= only.images.size);
}

/** Other encounters than the one that it goes on from, which its images were in last. */
function pastOfDraft(
  db: StationDatabase,
  draft: DraftEncounter,
  { manifest, earlier, kept }: Pick<Known, "manifest" | "earlier" | "kept">,
): PastEncounter[] {
  const come = draft.images.flatMap(({ sha256 }) => (kept.own(sha256) ? [] : [sha256]));
  return pastEncounters(db, manifest, draft, come).filter(({ of }) => of.eventID !== earlier?.eventID);
}
