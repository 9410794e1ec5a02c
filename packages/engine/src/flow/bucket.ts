/**
 * A token bucket as pure arithmetic: bytes fill it at the rate, what is sent is taken out. It holds little, so that a
 * capped link is used evenly and not in gusts; more than it holds can be taken, and is owed.
 */
export interface Bucket {
  /** Below zero: owed. */
  readonly bytes: number;
  readonly atMs: number;
}

/** How much time's worth may be saved up: a late timer loses nothing. */
const savedMs = 250;
/** A slice of a capped body lasts about this long. */
const sliceMs = 100;
const largestSlice = 64 * 1024;
const smallestSlice = 256;

/** How many bytes to ask for at once: small on a slow link, so that it moves smoothly. Null: no cap. */
export const sliceBytesFor = (bytesPerSecond: number | null): number =>
  bytesPerSecond === null
    ? largestSlice
    : Math.min(largestSlice, Math.max(smallestSlice, Math.floor((bytesPerSecond * sliceMs) / 1_000)));

export const capacityOf = (bytesPerSecond: number): number =>
  Math.max((bytesPerSecond * savedMs) / 1_000, sliceBytesFor(bytesPerSecond));

/** As it is at this time. A clock that went back adds nothing. */
export function fill(bucket: Bucket, bytesPerSecond: number, nowMs: number): Bucket {
  const gained = (Math.max(0, nowMs - bucket.atMs) * bytesPerSecond) / 1_000;
  return { bytes: Math.min(capacityOf(bytesPerSecond), bucket.bytes + gained), atMs: nowMs };
}

/** How long until this many bytes, or all that it can hold, are there; 0 when they are. */
export function waitMs(bucket: Bucket, bytesPerSecond: number, bytes: number): number {
  const lacking = Math.min(bytes, capacityOf(bytesPerSecond)) - bucket.bytes;
  return lacking <= 0 ? 0 : Math.ceil((lacking / bytesPerSecond) * 1_000);
}

export const take = (bucket: Bucket, bytes: number): Bucket => ({ ...bucket, bytes: bucket.bytes - bytes });
