/** What a picture looks like, in sixteen bytes: pictures that look nearly the same differ in few of their bits. */

/** A small square picture, or one of any size of which single points are taken. */
export interface SmallPicture {
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
  /** Bytes of each pixel; red, green and blue come first, or grey alone. */
  readonly channels: number;
}

const edge = 64;
const cells = 9;
/** Below it a picture is sky or water, and its bits are noise: brightness from 0 to 255, standard deviation. */
const leastContrast = 6;

/** Where a point of the upright picture stands in the stored one, by its EXIF orientation; both are squares of `edge`. */
function stored(x: number, y: number, orientation: number): readonly [number, number] {
  const [right, below] = [edge - 1 - x, edge - 1 - y];
  const at = [
    [x, y],
    [right, y],
    [right, below],
    [x, below],
    [y, x],
    [y, right],
    [below, right],
    [below, x],
  ] as const;
  return at[orientation - 1] ?? [x, y];
}

/** Brightness of the upright picture, as a square of `edge`. */
function brightness({ data, width, height, channels }: SmallPicture, orientation: number): Float64Array {
  const grey = new Float64Array(edge * edge);
  for (let y = 0; y < edge; y++) {
    for (let x = 0; x < edge; x++) {
      const [column, row] = stored(x, y, orientation);
      const at =
        (Math.floor(((row + 0.5) * height) / edge) * width + Math.floor(((column + 0.5) * width) / edge)) * channels;
      const red = data[at] ?? 0;
      grey[y * edge + x] = channels < 3 ? red : 0.299 * red + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
    }
  }
  return grey;
}

const start = (cell: number) => Math.floor((cell * edge) / cells);

function meanOf(grey: Float64Array, column: number, row: number): number {
  let sum = 0;
  for (let y = start(row); y < start(row + 1); y++)
    for (let x = start(column); x < start(column + 1); x++) sum += grey[y * edge + x] ?? 0;
  return sum / ((start(row + 1) - start(row)) * (start(column + 1) - start(column)));
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

/**
 * The difference hash of the upright picture: of nine by nine cells, whether each is brighter than the one to its left (eight bytes),
 * and than the one above it (eight more).
 * @param orientation as EXIF states it
 * @returns null where the picture shows too little to be told from others
 */
export function lookOf(picture: SmallPicture, orientation = 1): Uint8Array | null {
  const grey = brightness(picture, orientation);
  const means = Array.from({ length: cells * cells }, (_, at) => meanOf(grey, at % cells, Math.floor(at / cells)));
  if (deviation(means) < leastContrast) return null;
  const look = new Uint8Array(16);
  const mean = (column: number, row: number) => means[row * cells + column] ?? 0;
  for (let at = 0; at < 64; at++) {
    const [column, row] = [at % 8, at >> 3];
    const bit = 1 << (at & 7);
    if (mean(column + 1, row) > mean(column, row)) look[row] = (look[row] ?? 0) | bit;
    if (mean(column, row + 1) > mean(column, row)) look[8 + row] = (look[8 + row] ?? 0) | bit;
  }
  return look;
}
