/** The few XMP properties that survey reads. */
import { type Namespace, packetText, qualifiedName, valuesOf } from "./xmp-packet.ts";
import { keywordPathsIn, type PersonStated, peopleIn } from "./xmp-people.ts";

export interface XmpTags {
  readonly dateTimeOriginal: string;
  readonly dateCreated: string;
  readonly createDate: string;
  readonly creators: readonly string[];
  readonly keywords: readonly string[];
  /** Keywords with those that they lie under: `People|Jo`. */
  readonly keywordPaths: readonly string[];
  readonly people: readonly PersonStated[];
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

const namespaceOf = (prefix: keyof typeof namespaces): Namespace => ({ prefix, uri: namespaces[prefix] });

export function readXmp(bytes: Buffer): XmpTags {
  const packet = packetText(bytes);
  const all = (space: keyof typeof namespaces, name: string) =>
    valuesOf(packet, qualifiedName(packet, namespaceOf(space), name));
  const maybe = (space: keyof typeof namespaces, name: string) => all(space, name)[0] ?? null;
  const one = (space: keyof typeof namespaces, name: string) => maybe(space, name) ?? "";
  return {
    dateTimeOriginal: one("exif", "DateTimeOriginal"),
    dateCreated: one("photoshop", "DateCreated"),
    createDate: one("xmp", "CreateDate"),
    creators: all("dc", "creator"),
    keywords: all("dc", "subject"),
    keywordPaths: keywordPathsIn(packet),
    people: peopleIn(packet),
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
