/** One photograph of a draft encounter, with what all others say of it. Pure. */
import type { FindingCode } from "@landfall/protocol";
import type { DraftImage, GroupInput, SaidFacts } from "../ports.ts";
import { isSameShot } from "../scan/companions.ts";
import type { Member } from "./encounter-fields.ts";
import type { foldersOfDays } from "./folder-days.ts";
import { factsOf, orElse } from "./image-facts.ts";
import type { PlacesBefore } from "./placed-before.ts";
import type { Photograph } from "./same-bytes.ts";
import type { pictureFindings } from "./same-picture.ts";
import type { Timed } from "./time-gaps.ts";
import { offsetAt } from "./zone-offset.ts";

export interface Placed extends Member, Timed {
  readonly photograph: Photograph;
  /** The file it belongs to. */
  readonly lead: GroupInput | null;
}

/** What is known of single files by all the others. */
export interface OfFiles {
  readonly pictures: ReturnType<typeof pictureFindings>;
  readonly isCopy: (file: number) => boolean;
  readonly folders: ReturnType<typeof foldersOfDays>;
  readonly places: Pick<PlacesBefore, "instead">;
  /** By the rule for individuals. */
  readonly isAnimal: (name: string) => boolean;
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** Whether it is of the very shot of the file that it belongs to; a video only lies beside a photograph. */
const isOfShot = ({ input, lead }: Placed): boolean =>
  lead !== null && isSameShot(nameOf(lead.path), nameOf(input.path));

/**
 * The local time as it is, followed by its offset: that of the shot, else the file's own, which it may not have; the offset
 * where none is stated is that of the cameras' zone.
 */
function toCapturedAt(placed: Placed, timezone: string | undefined): string | null {
  const { capturedAt, input, lead } = placed;
  const ofShot = isOfShot(placed) ? lead?.metadata : null;
  const local = lead === null || ofShot ? capturedAt : (input.metadata?.localTime ?? null);
  if (local === null) return null;
  const offset = ofShot?.offset ?? input.metadata?.offset ?? (timezone ? offsetAt(local, timezone) : null);
  return local + (offset ?? "");
}

/** Its own, and those of the shot that it is another file of. */
function factsSaid(placed: Placed, { isAnimal }: OfFiles): SaidFacts {
  const { input, lead } = placed;
  const own = factsOf(input.path, input.metadata, isAnimal);
  return lead && isOfShot(placed) ? orElse(own, factsOf(lead.path, lead.metadata, isAnimal)) : own;
}

/** One for all: most photographs have none, and all are in memory at once. */
const noFindings: readonly FindingCode[] = [];

/** Empty where its bytes are not known. */
export function toImage(
  placed: Placed,
  files: readonly GroupInput[],
  timezone: string | undefined,
  of: OfFiles,
  bursts: ReadonlyMap<GroupInput, number>,
): DraftImage[] {
  const { photograph, input, evidence, lead } = placed;
  const { pictures, isCopy, places } = of;
  const { sha256, md5, source, mediaType, size, path } = input;
  if (sha256 === null || (md5 === null && !source) || mediaType === null) return [];
  const facts = factsSaid(placed, of);
  const before = places.instead.get(evidence.file);
  const trackPosition = trackPositionOf(lead?.metadata ?? input.metadata);
  const findings = new Set<FindingCode>(photograph.files.flatMap((file) => files[file]?.findings ?? []));
  for (const finding of evidence.findings) findings.add(finding);
  for (const file of photograph.files) {
    const ofPicture = pictures.get(file);
    if (ofPicture) findings.add(ofPicture);
  }
  // Of a backup drive there is one line in the report, and none at each image.
  if (photograph.files.filter((file) => !isCopy(file)).length > 1) findings.add("SAME_BYTES");
  if (photograph.other !== undefined) findings.add("COPY_ELSEWHERE");
  return [
    {
      sha256,
      md5,
      bytes: size,
      mediaType,
      fileName: nameOf(path),
      capturedAt: toCapturedAt(placed, timezone),
      // Absent from what an earlier reader stored.
      rating: input.metadata?.rating ?? null,
      burst: bursts.get(input) ?? null,
      pairedWith: lead === null ? null : nameOf(lead.path),
      photographers: evidence.written,
      files: photograph.files,
      findings: findings.size === 0 ? noFindings : [...findings],
      ...(before && { placedBy: before.key }),
      ...(source && { source }),
      ...(Object.keys(facts.said).length > 0 && { facts }),
      ...(trackPosition && { trackPosition }),
    },
  ];
}

function trackPositionOf(metadata: GroupInput["metadata"]): NonNullable<DraftImage["trackPosition"]> | null {
  if (metadata?.gpsSource !== "gpx" || metadata.decimalLatitude === null || metadata.decimalLongitude === null)
    return null;
  const { decimalLatitude, decimalLongitude, coordinateUncertaintyInMeters = 0, gpsPlace = "" } = metadata;
  return { decimalLatitude, decimalLongitude, coordinateUncertaintyInMeters, place: gpsPlace };
}

/** Two bodies with one counter, or a photograph that was replaced: either is worth a look. */
export function withSameNames(images: readonly DraftImage[]): DraftImage[] {
  const names = Map.groupBy(images, ({ fileName }) => fileName.toLowerCase());
  return images.map((image) =>
    (names.get(image.fileName.toLowerCase())?.length ?? 0) > 1
      ? { ...image, findings: [...image.findings, "SAME_NAME"] }
      : image,
  );
}
