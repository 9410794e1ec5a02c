import { type EncounterId, type Sha256, stationApiPrefix } from "@landfall/protocol";

const imageUrl = (encounter: EncounterId, sha256: Sha256, variant: "thumbnail" | "preview"): string =>
  `${stationApiPrefix}/encounters/${encounter}/images/${sha256}/${variant}`;

/** A small JPEG, or 404/415 where the image cannot be shown. */
export const thumbnailUrl = (encounter: EncounterId, sha256: Sha256): string =>
  imageUrl(encounter, sha256, "thumbnail");
export const previewUrl = (encounter: EncounterId, sha256: Sha256): string => imageUrl(encounter, sha256, "preview");
