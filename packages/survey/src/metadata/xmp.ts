/**
 * The few XMP properties that survey reads. A packet is searched, not parsed: damaged packets still give what they hold,
 * and nothing in them can make a parser fetch, expand or recurse.
 */
import { cleanText, decodeText } from "./text.ts";

export interface XmpTags {
  readonly dateTimeOriginal: string;
  readonly dateCreated: string;
  readonly createDate: string;
  readonly creators: readonly string[];
  readonly keywords: readonly string[];
  readonly sublocation: string;
  readonly city: string;
  readonly latitude: string | null;
  readonly longitude: string | null;
  readonly serial: string;
  readonly make: string;
  readonly model: string;
  readonly creatorTool: string;
  readonly rating: string;
}

const namespaces = {
  exif: "http://ns.adobe.com/exif/1.0/",
  photoshop: "http://ns.adobe.com/photoshop/1.0/",
  xmp: "http://ns.adobe.com/xap/1.0/",
  dc: "http://purl.org/dc/elements/1.1/",
  Iptc4xmpCore: "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
  aux: "http://ns.adobe.com/exif/1.0/aux/",
  tiff: "http://ns.adobe.com/tiff/1.0/",
} as const;

export function readXmp(bytes: Buffer): XmpTags {
  const packet = packetText(bytes);
  const one = (space: keyof typeof namespaces, name: string) => values(packet, space, name)[0] ?? "";
  const maybe = (space: keyof typeof namespaces, name: string) => values(packet, space, name)[0] ?? null;
  return {
    dateTimeOriginal: one("exif", "DateTimeOriginal"),
    dateCreated: one("photoshop", "DateCreated"),
    createDate: one("xmp", "CreateDate"),
    creators: values(packet, "dc", "creator"),
    keywords: values(packet, "dc", "subject"),
    sublocation: one("Iptc4xmpCore", "Location"),
    city: one("photoshop", "City"),
    latitude: maybe("exif", "GPSLatitude"),
    longitude: maybe("exif", "GPSLongitude"),
    serial: one("aux", "SerialNumber"),
    make: one("tiff", "Make"),
    model: one("tiff", "Model"),
    creatorTool: one("xmp", "CreatorTool"),
    rating: one("xmp", "Rating"),
  };
}

/** UTF-8, or UTF-16 where every other byte of the first characters is zero. */
function packetText(bytes: Buffer): string {
  if (bytes[1] === 0 && bytes[3] === 0) return bytes.toString("utf16le");
  if (bytes[0] === 0 && bytes[2] === 0) return new TextDecoder("utf-16be").decode(bytes);
  return decodeText(bytes);
}

/** The values of a property, written as an attribute, as an element, or as a list inside an element. */
function values(packet: string, space: keyof typeof namespaces, name: string): string[] {
  const qualified = `${prefixOf(packet, namespaces[space]) ?? space}:${name}`;
  for (let at = packet.indexOf(qualified); at !== -1; at = packet.indexOf(qualified, at + 1)) {
    const before = packet[at - 1] ?? "";
    const end = at + qualified.length;
    if (before === "<") return elementValues(packet, qualified, end);
    const attribute = /^\s*=\s*(["'])/.exec(packet.slice(end, end + 16));
    if (attribute && /\s/.test(before)) {
      const start = end + attribute[0].length;
      const close = packet.indexOf(attribute[1] ?? '"', start);
      return close === -1 ? [] : [unescaped(packet.slice(start, close))];
    }
  }
  return [];
}

function elementValues(packet: string, qualified: string, from: number): string[] {
  const open = packet.indexOf(">", from);
  if (open === -1 || packet[open - 1] === "/") return [];
  const close = packet.indexOf(`</${qualified}`, open);
  if (close === -1) return [];
  const inner = packet.slice(open + 1, close);
  const items = inner.split(/<rdf:li\b[^>]*>/).slice(1);
  const texts = items.length > 0 ? items.map((item) => item.split("<")[0] ?? "") : [inner.split("<")[0] ?? ""];
  return texts.map(unescaped).filter((text) => cleanText(text) !== null);
}

/** A packet may bind the namespace to any prefix. */
function prefixOf(packet: string, uri: string): string | null {
  const at = packet.search(new RegExp(`=\\s*["']${uri.replaceAll(".", "\\.")}["']`));
  if (at === -1) return null;
  return /xmlns:([\w.-]+)\s*$/.exec(packet.slice(Math.max(0, at - 64), at))?.[1] ?? null;
}

const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

const unescaped = (text: string): string =>
  text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|\w{2,4});/gi, (whole, body: string) => {
    if (!body.startsWith("#")) return named[body] ?? whole;
    const code = /^#x/i.test(body) ? Number.parseInt(body.slice(2), 16) : Number(body.slice(1));
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
