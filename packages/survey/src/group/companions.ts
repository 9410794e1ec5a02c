/** What belongs to a photograph and travels with it: its sidecars, the JPEG beside a RAW file, and videos of its folder. */
import type { GroupInput, ImageMetadata } from "../ports.ts";
import { isSidecarName, ownerNames, stemOf } from "../scan/companions.ts";
import { rawTiffExtensions } from "../scan/extensions.ts";
import { extensionOf } from "../scan/names.ts";
import { counterOf } from "./counters.ts";

/** For each index of a file that follows another: the index of that one. */
export type Leads = ReadonlyMap<number, number>;

const nameOf = (path: string) => path.slice(path.lastIndexOf("/") + 1);
const folderOf = ({ root, path }: GroupInput) => `${root}/${path.slice(0, Math.max(0, path.lastIndexOf("/")))}`;

export const isVideo = ({ mediaType }: GroupInput): boolean => mediaType !== null && isVideoType(mediaType);
const videoTypes = new Set(["application/mxf", "application/vnd.ms-asf", "application/ogg"]);
/** Also of containers that are registered under another family. */
export const isVideoType = (mediaType: string): boolean => mediaType.startsWith("video/") || videoTypes.has(mediaType);
const isSidecar = ({ path }: GroupInput) => isSidecarName(nameOf(path));
/** By content; many makers' RAW files are plain TIFF to look at, and only their names tell. */
const isRaw = ({ mediaType, path }: GroupInput) =>
  /^image\/x-(?:adobe|canon|fuji|kyocera|minolta|nikon|olympus|panasonic|sigma|sony)/.test(mediaType ?? "") ||
  (mediaType === "image/tiff" && rawTiffExtensions.has(extensionOf(nameOf(path))));

export function leadsOf(files: readonly GroupInput[]): Leads {
  const leads = new Map<number, number>();
  const folders = Map.groupBy(
    [...files.keys()].filter((index) => files[index]?.bucket === "image"),
    (index) => folderOf(files[index] as GroupInput),
  );
  for (const inFolder of folders.values()) leadsInFolder(files, inFolder, leads);
  return leads;
}

function leadsInFolder(files: readonly GroupInput[], inFolder: readonly number[], leads: Map<number, number>): void {
  const at = (index: number) => files[index] as GroupInput;
  const sidecars = inFolder.filter((index) => isSidecar(at(index)));
  const videos = inFolder.filter((index) => isVideo(at(index)) && !isSidecar(at(index)));
  const photographs = inFolder.filter((index) => !isSidecar(at(index)) && !isVideo(at(index)));
  if (sidecars.length + videos.length === 0 && !photographs.some((index) => isRaw(at(index)))) return;

  const byName = new Map<string, number[]>();
  for (const index of [...photographs, ...videos])
    for (const name of new Set(ownerNames(nameOf(at(index).path))))
      byName.set(name, [...(byName.get(name) ?? []), index]);

  for (const index of photographs) {
    const twin = isRaw(at(index))
      ? undefined
      : byName.get(stemOf(nameOf(at(index).path)))?.find((one) => isRaw(at(one)));
    // A RAW file of which nothing can be read here is led by its JPEG.
    if (twin === undefined || !areOneShot(at(index), at(twin))) continue;
    if (at(twin).metadata?.localTime || !at(index).metadata?.localTime) leads.set(index, twin);
    else leads.set(twin, index);
  }
  for (const index of videos) {
    const twin = byName.get(stemOf(nameOf(at(index).path)))?.find((one) => one !== index && !isVideo(at(one)));
    const lead = twin ?? nearest(at(index), photographs, files);
    if (lead !== undefined) leads.set(index, leads.get(lead) ?? lead);
  }
  for (const index of sidecars) {
    const owners = byName.get(stemOf(nameOf(at(index).path))) ?? [];
    const owner = owners.find((one) => isRaw(at(one))) ?? owners[0] ?? photographs[0] ?? videos[0];
    if (owner !== undefined) leads.set(index, leads.get(owner) ?? owner);
  }
}

/** The same counter of another day is another photograph. */
function areOneShot(a: GroupInput, b: GroupInput): boolean {
  const [one, other] = [a.metadata?.localTime, b.metadata?.localTime];
  if (!one || !other) return true;
  return Math.abs(Date.parse(`${one.slice(0, 19)}Z`) - Date.parse(`${other.slice(0, 19)}Z`)) <= 2000;
}

/** The photograph of the folder that was taken closest to a video. */
function nearest(video: GroupInput, photographs: readonly number[], files: readonly GroupInput[]): number | undefined {
  const taken = msOf(video.metadata);
  if (taken === null) return besideByNumber(video, photographs, files);
  let best: number | undefined;
  let bestMs = longestApartMs;
  for (const index of photographs) {
    const ms = msOf(files[index]?.metadata ?? null);
    if (ms === null || Math.abs(ms - taken) > bestMs) continue;
    best = index;
    bestMs = Math.abs(ms - taken);
  }
  return best;
}
/**
 * A video that does not say when it was taken: it is with the photograph that the camera
 * counted before it, else with the first one. In a folder of several days only where the photographs before and after it are of one day.
 */
function besideByNumber(video: GroupInput, photographs: readonly number[], files: readonly GroupInput[]) {
  const dayOf = (index: number) => files[index]?.metadata?.localTime?.slice(0, 10) ?? null;
  const dated = photographs.filter((index) => dayOf(index) !== null);
  const number = counterOf(video.path) ?? Number.NaN;
  const numbered = dated
    .map((index) => ({ index, at: counterOf(files[index]?.path ?? "") ?? Number.NaN }))
    .filter(({ at }) => Math.abs(at - number) <= mostNumbersApart)
    .sort((a, b) => a.at - b.at);
  const before = numbered.findLast(({ at }) => at <= number);
  if (new Set(dated.map(dayOf)).size < 2) return before?.index ?? photographs[0];
  const after = numbered.find(({ at }) => at > number);
  return before && after && dayOf(before.index) === dayOf(after.index) ? before.index : undefined;
}
/** Further apart lies another card. */
const mostNumbersApart = 500;
const longestApartMs = 12 * 60 * 60 * 1000;
const msOf = (metadata: ImageMetadata | null): number | null => {
  const local = metadata?.localTime;
  return local && local.length > 10 ? Date.parse(`${local.slice(0, 19)}Z`) : null;
};

const fromSidecar = ["recordedBy", "locality"] as const;
/** Lists of what both say, the photograph first; absent where neither says anything. */
const fromBoth = ["keywords", "keywordPaths", "people"] as const;

/** Photographs with what only their XMP sidecar says: creator, place, time and position. */
export function withSidecars(files: readonly GroupInput[], leads: Leads): readonly GroupInput[] {
  let enriched: GroupInput[] | null = null;
  for (const [index, lead] of leads) {
    const said = files[index]?.metadata;
    const own = (enriched ?? files)[lead]?.metadata;
    if (!said || !own || !files[index] || !isSidecar(files[index])) continue;
    const filled: ImageMetadata = {
      ...own,
      ...Object.fromEntries(fromSidecar.map((name) => [name, own[name] ?? said[name]])),
      ...(own.localTime === null && {
        localTime: said.localTime,
        offset: said.offset,
        offsetSource: said.offsetSource,
        timeSource: said.timeSource,
        timeRaw: said.timeRaw,
      }),
      ...(own.decimalLatitude === null && {
        decimalLatitude: said.decimalLatitude,
        decimalLongitude: said.decimalLongitude,
        gpsSource: said.gpsSource,
        gpsRaw: said.gpsRaw,
      }),
      rating: own.rating ?? said.rating,
      ...Object.fromEntries(
        fromBoth
          .filter((name) => own[name] || said[name])
          .map((name) => [name, [...(own[name] ?? []), ...(said[name] ?? [])]]),
      ),
    };
    enriched ??= [...files];
    enriched[lead] = { ...(enriched[lead] as GroupInput), metadata: filled };
  }
  return enriched ?? files;
}
