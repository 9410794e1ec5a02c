/** An image's row, and the record of the engine's machine in it. */
import type { ImageRecord, Trouble } from "@landfall/engine";
import type {
  AzureSource,
  ErrorCode,
  HubEncounterId,
  ImageFacts,
  ImageState,
  Md5,
  Receipt,
  Sha256,
  Side,
} from "@landfall/protocol";
import type { SaidFacts } from "@landfall/survey";

/** In the place of an MD5 that nobody knows: a source need not state one. */
export const noMd5 = "";

/** A row of `image`. */
export interface ImageDbRow {
  pk: number;
  encounter: number;
  ordinal: number;
  /** The SHA-256 of its bytes; with a `source`, its key. */
  sha256: Sha256;
  md5: Md5 | typeof noMd5;
  /** {@link AzureSource} as JSON. */
  source: string | null;
  /** With a `source`: what a receipt said of its bytes. */
  hashed: Sha256 | null;
  bytes: number;
  media_type: string;
  file_name: string;
  captured_at: string | null;
  rating: number | null;
  paired_with: string | null;
  burst: number | null;
  findings: string;
  state: ImageState;
  rounds: number;
  due_ms: number | null;
  error_code: ErrorCode | null;
  error_detail: string | null;
  error_ms: number | null;
  receipt: Receipt | null;
  /** Of one that is left out: the receipt that it had. */
  kept_receipt: Receipt | null;
  run: number | null;
  delivered: number | null;
  hub_encounter: HubEncounterId | null;
  left_out: string | null;
  kept_as_is: number;
  side: Side | null;
  quality: number | null;
  people: 0 | 1;
  said: string;
  /** What the hub was last told: {@link toldText}; an empty array where it may have forgotten that. */
  told: string | null;
  /** The hub was told something else of it before. */
  retold: 0 | 1;
}

/** As `json_array(side, quality, people)` writes it. */
export const toldText = ({ side, quality, people }: ImageFacts): string =>
  JSON.stringify([side, quality, Number(people)]);

/** Of an empty array nothing is known: the hub may have forgotten it. */
export function readTold(told: string | null): Partial<ImageFacts> | null {
  if (told === null) return null;
  const facts = JSON.parse(told) as [] | [Side | null, number | null, number];
  if (facts.length === 0) return {};
  const [side, quality, people] = facts;
  return { side, quality, people: people === 1 };
}

export type FactColumns = Pick<ImageDbRow, "side" | "quality" | "people" | "said">;

export const toFacts = ({ side, quality, people, said }: FactColumns): SaidFacts => ({
  side,
  quality,
  people: people === 1,
  said: JSON.parse(said),
});

/** The row as the engine's machine knows it. */
export function toRecord(row: ImageDbRow): ImageRecord {
  const { state, rounds } = row;
  switch (state) {
    case "pending":
    case "uploaded":
    case "committed":
      return { state, rounds };
    case "skipped":
      return { state, rounds, receipt: row.kept_receipt };
    case "complete":
      return { state, receipt: row.receipt as Receipt };
    case "waiting":
      return { state, rounds, trouble: troubleOf(row), dueAtMs: row.due_ms ?? 0 };
    default:
      return { state, rounds, trouble: troubleOf(row) };
  }
}

/** The SHA-256 of an image `i`'s bytes, null while nobody knows it. */
export const bytesKnownAs = "CASE WHEN i.source IS NULL THEN i.sha256 ELSE i.hashed END";

export const sourceOf = ({ source }: Pick<ImageDbRow, "source">): AzureSource | null =>
  source === null ? null : (JSON.parse(source) as AzureSource);

const troubleOf = (row: ImageDbRow): Trouble => ({
  code: row.error_code ?? "INTERNAL",
  detail: row.error_detail,
  atMs: row.error_ms ?? 0,
});
