/** GPX tracks → points in time. The text is read as a stream; a document type and its entities are never followed. */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { LandfallError } from "@landfall/protocol";
import { SaxesParser, type SaxesTagPlain } from "saxes";
import type { Track } from "../ports.ts";

export const trackBounds = { points: 3_000_000, depth: 32 } as const;

/** One track of a file: its points with a time, in order of time. Points without one place nothing. */
interface Points {
  readonly ms: number[];
  readonly latitudes: number[];
  readonly longitudes: number[];
}

/**
 * @param path absolute
 * @returns one for each `trk` that has points in time
 * @throws LandfallError TRACK_UNREADABLE, SHEET_NOT_FOUND
 */
export async function readGpx(path: string): Promise<Track[]> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) throw new LandfallError("SHEET_NOT_FOUND", { detail: path });
  const reader = newReader(path);
  try {
    const decoder = new TextDecoder("utf-8");
    for await (const piece of createReadStream(path))
      reader.write(decoder.decode(piece as Uint8Array, { stream: true }));
    reader.close();
  } catch (cause) {
    if (cause instanceof LandfallError) throw cause;
    throw unreadable(path, (cause as Error).message, cause);
  }
  const tracks = reader.tracks().filter(({ ms }) => ms.length > 0);
  if (tracks.length === 0) throw unreadable(path, "it has no track with times");
  return tracks.map((points) => toTrack(path, points));
}

const unreadable = (path: string, why: string, cause?: unknown) =>
  new LandfallError("TRACK_UNREADABLE", { detail: `${path}: ${why}`, cause });

function newReader(path: string) {
  const parser = new SaxesParser();
  const tracks: Points[] = [];
  let depth = 0;
  let points = 0;
  let point: { latitude: number; longitude: number; time: string } | null = null;
  let isTime = false;
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("doctype", () => {
    throw unreadable(path, "it has a document type, which no GPX file has");
  });
  parser.on("opentag", (tag: SaxesTagPlain) => {
    depth += 1;
    if (depth > trackBounds.depth) throw unreadable(path, "its elements lie too deep");
    const name = localName(tag.name);
    if (depth === 1 && name !== "gpx") throw unreadable(path, `it is no GPX file, but <${tag.name}>`);
    if (name === "trk") tracks.push({ ms: [], latitudes: [], longitudes: [] });
    if (name === "trkpt")
      point = { latitude: degrees(tag.attributes.lat, 90), longitude: degrees(tag.attributes.lon, 180), time: "" };
    isTime = point !== null && name === "time";
  });
  parser.on("text", (text) => {
    if (isTime && point && point.time.length < 64) point.time += text;
  });
  parser.on("closetag", (tag: SaxesTagPlain) => {
    depth -= 1;
    isTime = false;
    if (localName(tag.name) !== "trkpt" || !point) return;
    points += 1;
    if (points > trackBounds.points) throw unreadable(path, `it has more than ${trackBounds.points} points`);
    add(tracks.at(-1), point);
    point = null;
  });
  return { write: (text: string) => parser.write(text), close: () => parser.close(), tracks: () => tracks };
}

const localName = (name: string): string => name.slice(name.indexOf(":") + 1);

function degrees(text: string | undefined, limit: number): number {
  const value = /^\s*[+-]?\d+(?:\.\d+)?(?:e-?\d+)?\s*$/i.test(text ?? "") ? Number(text) : Number.NaN;
  return Math.abs(value) <= limit ? value : Number.NaN;
}

/** A time without a zone is UTC: that is what GPX says of all of its times. */
function add(
  track: Points | undefined,
  { latitude, longitude, time }: { latitude: number; longitude: number; time: string },
): void {
  const text = time.trim();
  const at = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text)
    ? Date.parse(/(?:z|[+-]\d{2}:?\d{2})$/i.test(text) ? text : `${text}Z`)
    : Number.NaN;
  // Receivers without a fix write 0, 0.
  if (!track || Number.isNaN(at) || Number.isNaN(latitude + longitude) || (latitude === 0 && longitude === 0)) return;
  track.ms.push(at);
  track.latitudes.push(latitude);
  track.longitudes.push(longitude);
}

/** In order of time; of two points of one instant the first. */
function toTrack(path: string, { ms, latitudes, longitudes }: Points): Track {
  const order = ms.map((_, index) => index).sort((a, b) => (ms[a] ?? 0) - (ms[b] ?? 0));
  const kept = order.filter((index, at) => at === 0 || ms[index] !== ms[order[at - 1] ?? -1]);
  const of = (values: readonly number[]) => Float64Array.from(kept, (index) => values[index] ?? Number.NaN);
  return { path, name: basename(path), ms: of(ms), latitudes: of(latitudes), longitudes: of(longitudes) };
}
