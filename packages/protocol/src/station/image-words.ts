/** What is noted of an image beside others, in words of pages and terminals. */
import type { EncounterId } from "../ids.ts";
import type { ImageRow } from "./encounter-rows.ts";

/** `frame 3 of a burst of 12`; null where it is of none. */
export const burstText = ({ burst }: Pick<ImageRow, "burst">): string | null =>
  burst && `frame ${burst.at} of a burst of ${burst.of}`;

/** `looks nearly the same as IMG_0412.JPG`; null where no other one does. */
export const nearText = ({ near }: Pick<ImageRow, "near">, encounter: EncounterId): string | null =>
  near && `looks nearly the same as ${near.fileName}${near.encounterId === encounter ? "" : " of another encounter"}`;
