/** What a person does to which images encounters have, and the sentences for it. */
import type { EncounterRow, ImageFactsPatch, ImageRow, Sha256 } from "@landfall/protocol";
import { count } from "../../ui/format.ts";
import { encounterTitle } from "../../ui/words.ts";
import { patchWords } from "./facts.ts";

export type Correction =
  | { readonly kind: "split"; readonly row: EncounterRow; readonly images: readonly Sha256[] }
  | { readonly kind: "move"; readonly row: EncounterRow; readonly images: readonly Sha256[]; readonly to: EncounterRow }
  | {
      readonly kind: "leaveOut";
      readonly row: EncounterRow;
      readonly images: readonly Sha256[];
      readonly reason: string | null;
      /** These files and no others of their shots. */
      readonly alone?: boolean;
    }
  | { readonly kind: "takeBack"; readonly row: EncounterRow; readonly images: readonly Sha256[] }
  /** The first gives the fields. */
  | { readonly kind: "merge"; readonly rows: readonly [EncounterRow, ...EncounterRow[]] };

const title = ({ values }: EncounterRow): string => encounterTitle(values);

/** What is said of images is no correction of an encounter's shape, and is undone as one. */
export interface Description {
  readonly kind: "describe";
  readonly row: EncounterRow;
  readonly images: readonly ImageRow[];
  readonly facts: ImageFactsPatch;
}

/** `Moved 12 images from 15 Jul 2024 · Haro Strait to 16 Jul 2024 · Active Pass.` */
export function doneSentence(correction: Correction | Description): string {
  switch (correction.kind) {
    case "split":
      return `Split ${count(correction.images.length, "image")} off from ${title(correction.row)} into a new encounter.`;
    case "move":
      return `Moved ${count(correction.images.length, "image")} from ${title(correction.row)} to ${title(correction.to)}.`;
    case "leaveOut":
      return `Left out ${count(correction.images.length, "image")} of ${title(correction.row)}.`;
    case "takeBack":
      return `Brought back ${count(correction.images.length, "image")} of ${title(correction.row)}.`;
    case "describe": {
      const [first, ...others] = correction.images;
      const which =
        first && others.length === 0
          ? first.fileName
          : `${count(correction.images.length, "image")} of ${title(correction.row)}`;
      return `${which}: ${patchWords(correction.facts)}.`;
    }
    case "merge":
      return `Merged ${count(correction.rows.length, "encounter")} into ${title(correction.rows[0])}.`;
  }
}

/** Of a denied encounter: what stays on the hub. */
export function deniedOnHub({ hubEncounterId, images }: EncounterRow): string | undefined {
  const there = images.complete + images.committed;
  if (hubEncounterId === null || there === 0) return undefined;
  return there === 1 ? "1 image of it stays on the hub." : `${count(there, "image")} of it stay on the hub.`;
}

/** Where an encounter stands on the hub, and what a change of it costs; nothing where the hub does not know it. */
export function deliveredWords({ hubEncounterId, images, imageCount }: EncounterRow): string | undefined {
  const sent = images.complete + images.committed;
  const free = "Changes are sent with the next sync; no photograph is sent again.";
  if (hubEncounterId === null)
    return sent > 0
      ? "Its photographs are delivered. The next sync makes the encounter on the hub; no photograph is sent again."
      : undefined;
  const wanted = imageCount - images.skipped;
  if (sent >= wanted) return `Delivered. ${free}`;
  return `On the hub with ${sent} of ${count(wanted, "image")}. Changes are sent with the next sync; what was delivered is not sent again.`;
}
