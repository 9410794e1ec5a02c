/** RAW files that are told by their first bytes and that file-type does not know. */
const signatures: readonly (readonly [mediaType: string, at: number, bytes: Buffer])[] = [
  ["image/x-canon-crw", 6, Buffer.from("HEAPCCDR")],
  ["image/x-minolta-mrw", 0, Buffer.from("\0MRM", "latin1")],
  ["image/x-sigma-x3f", 0, Buffer.from("FOVb")],
  // Written from its end.
  ["image/x-kyocera-raw", 25, Buffer.from("ARECOYK")],
];

export const rawTypeOf = (head: Uint8Array): string | null =>
  signatures.find(([, at, bytes]) => bytes.equals(head.subarray(at, at + bytes.length)))?.[0] ?? null;
