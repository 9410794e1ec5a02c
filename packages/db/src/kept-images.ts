/** What stays of images of earlier versions. */
import { type HubEncounterId, imageFactNames, type Receipt, type ScanJobId, type Sha256 } from "@landfall/protocol";
import { nothingSaid, type SaidFacts } from "@landfall/survey";
import { type StationDatabase, statement } from "./database.ts";
import { type FactColumns, type ImageDbRow, toFacts } from "./image-row.ts";
import type { PlacedDraft } from "./placed-draft.ts";

export interface KeptOfImage {
  readonly isOut: boolean;
  readonly leftOut: string | null;
  /** Damaged, and to be delivered all the same. */
  readonly keptAsIs: boolean;
  readonly hubEncounter: HubEncounterId | null;
  /** What it was last told of it, */
  readonly told: string | null;
  /** and whether it was told something else before. */
  readonly retold: 0 | 1;
  /** What the hub has said of its bytes. */
  readonly receipt: Receipt | null;
  readonly hashed: Sha256 | null;
  readonly facts: SaidFacts;
}

interface PastImage {
  readonly pk: number;
  readonly sha256: string;
  readonly kept: KeptOfImage;
}

type PastRow = FactColumns &
  Pick<
    ImageDbRow,
    "pk" | "sha256" | "state" | "left_out" | "kept_as_is" | "hub_encounter" | "told" | "retold" | "hashed" | "receipt"
  >;

const select = `SELECT pk, sha256, state, left_out, kept_as_is, hub_encounter, told, retold, hashed, COALESCE(receipt, kept_receipt) AS receipt,
  side, quality, people, said FROM image`;

const fromRow = ({ pk, sha256, state, left_out, kept_as_is, ...row }: PastRow): PastImage => {
  const { hub_encounter, told, retold, hashed, receipt, ...facts } = row;
  return {
    pk,
    sha256,
    kept: {
      ...{ isOut: state === "skipped", leftOut: left_out, keptAsIs: kept_as_is === 1 },
      ...{ hubEncounter: hub_encounter, told, retold, receipt, hashed, facts: toFacts(facts) },
    },
  };
};

const imagesBefore = (db: StationDatabase, encounter: number): PastImage[] =>
  statement<PastRow>(db, `${select} WHERE encounter = ?`).all(encounter).map(fromRow);

/** As much of it as tells where an image goes: those of all encounters are in memory at once. */
export interface KnownBefore {
  readonly pk: number;
  readonly sha256: string;
  readonly isOut: boolean;
  /** The hub has it in an encounter. */
  readonly isOnHub: boolean;
  /** A person has said something of what it shows. */
  readonly isDecided: boolean;
}

export function knownBefore(db: StationDatabase, encounter: number): KnownBefore[] {
  const rows = statement<Pick<PastRow, "pk" | "sha256" | "said"> & { isOut: 0 | 1; isOnHub: 0 | 1 }>(
    db,
    `SELECT pk, sha256, state = 'skipped' AS isOut, hub_encounter IS NOT NULL AS isOnHub, said FROM image WHERE encounter = ?`,
  ).all(encounter);
  return rows.map(({ pk, sha256, isOut, isOnHub, said }) => ({
    ...{ pk, sha256, isOut: isOut === 1, isOnHub: isOnHub === 1 },
    isDecided: said !== "{}" && isDecided({ said: JSON.parse(said) }),
  }));
}

/**
 * Of images that the latest versions do not have, as of a folder that was taken out of the scan or a drive that was emptied and filled
 * again: as they were last, in whatever version of the scan job that was.
 */
export function knownLongBefore(
  db: StationDatabase,
  scanJob: ScanJobId,
  images: readonly string[],
): (KnownBefore & { readonly encounter: number; readonly isOfCatalogue: boolean })[] {
  const rows = statement<
    Pick<PastRow, "pk" | "sha256" | "said"> & { encounter: number; isOut: 0 | 1; isOnHub: 0 | 1; isOfCatalogue: 0 | 1 }
  >(
    db,
    `SELECT i.pk, i.sha256, i.encounter, i.state = 'skipped' AS isOut, i.hub_encounter IS NOT NULL AS isOnHub, i.said,
       e.further ->> '$.eventType' IS 'reference' AS isOfCatalogue
     FROM json_each(@images) AS k CROSS JOIN image AS i ON i.sha256 = k.value CROSS JOIN encounter AS e ON e.pk = i.encounter
       CROSS JOIN manifest AS m ON m.id = e.manifest
     WHERE m.scan_job = @scanJob AND m.version > 0 ORDER BY m.version DESC, isOnHub DESC, i.pk`,
  ).all({ scanJob, images: JSON.stringify(images) });
  const newest = new Map(rows.toReversed().map((row) => [`${row.sha256} ${row.isOfCatalogue}`, row]));
  return [...newest.values()].map(({ pk, sha256, encounter, isOut, isOnHub, isOfCatalogue, said }) => ({
    ...{ pk, sha256, encounter, isOut: isOut === 1, isOnHub: isOnHub === 1, isOfCatalogue: isOfCatalogue === 1 },
    isDecided: said !== "{}" && isDecided({ said: JSON.parse(said) }),
  }));
}

function keptOf(db: StationDatabase, image: number): KeptOfImage | undefined {
  const row = statement<PastRow>(db, `${select} WHERE pk = ?`).get(image);
  return row && fromRow(row).kept;
}

/** What is true of other bytes of the same picture: a person does not want it. */
const leftOutOnly = ({ leftOut, facts }: KeptOfImage): KeptOfImage => ({
  ...{ isOut: true, leftOut, keptAsIs: false, hubEncounter: null, told: null, retold: 0, receipt: null, hashed: null },
  facts,
});

export interface KeptOfDraft {
  /** Of an image of the encounter that the draft goes on from. */
  readonly own: (sha256: string) => KeptOfImage | undefined;
  /** Of an image there, or else wherever it was. */
  readonly of: (sha256: string) => KeptOfImage | undefined;
  /** What a person has said of the picture. */
  readonly factsOf: (sha256: string) => SaidFacts | undefined;
}

/** As it is at this moment. */
export function keptOfDraft(db: StationDatabase, { earlier, elsewhere }: PlacedDraft): KeptOfDraft {
  const own = new Map(earlier === null ? [] : imagesBefore(db, earlier).map(({ sha256, kept }) => [sha256, kept]));
  const refs = new Map(elsewhere.map((ref) => [ref.sha256, ref]));
  return {
    own: (sha256) => own.get(sha256),
    of: (sha256) => {
      const here = own.get(sha256);
      const ref = refs.get(sha256);
      if (here || !ref || ref.image === null) return here;
      const there = keptOf(db, ref.image);
      return there && ref.isPictureOnly ? leftOutOnly(there) : there;
    },
    factsOf: (sha256) => {
      const here = own.get(sha256)?.facts;
      if (here && isDecided(here)) return here;
      const ref = refs.get(sha256)?.facts ?? null;
      return ref === null ? undefined : keptOf(db, ref)?.facts;
    },
  };
}

const isDecided = ({ said }: Pick<SaidFacts, "said">): boolean =>
  Object.values(said).some(({ source }) => source === "manual");

/** What a file says of its image, under what a person has said of it. */
export function carryFacts(draft: SaidFacts = nothingSaid, kept: SaidFacts | undefined): SaidFacts {
  if (!kept) return draft;
  const decided = imageFactNames.filter((name) => kept.said[name]?.source === "manual");
  return {
    ...draft,
    ...Object.fromEntries(decided.map((name) => [name, kept[name]])),
    said: { ...draft.said, ...Object.fromEntries(decided.map((name) => [name, kept.said[name]])) },
  };
}
