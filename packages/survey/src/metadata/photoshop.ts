/** Photoshop image resources: the wrapping in which JPEG and TIFF carry IPTC. */

const iptcResource = 0x0404;

/** The IPTC blocks among the resources. */
export function iptcOfPhotoshop(bytes: Buffer): Buffer[] {
  const found: Buffer[] = [];
  let at = 0;
  while (at + 12 <= bytes.length && bytes.toString("latin1", at, at + 4) === "8BIM") {
    const id = bytes.readUInt16BE(at + 4);
    const nameBytes = 1 + bytes.readUInt8(at + 6);
    const sizeAt = at + 6 + nameBytes + (nameBytes % 2);
    if (sizeAt + 4 > bytes.length) break;
    const size = bytes.readUInt32BE(sizeAt);
    if (id === iptcResource) found.push(bytes.subarray(sizeAt + 4, sizeAt + 4 + size));
    at = sizeAt + 4 + size + (size % 2);
  }
  return found;
}
