/**
 * People that a packet says are in the picture: by name (IPTC Photo Metadata Standard 2023.1, *Person Shown in the Image*, with
 * details or without), by a face that is marked (MWG Guidelines for Handling Image Metadata 2.0, *Image Regions*; Microsoft
 * Photo RegionInfo 1.2, which has people only), and the keyword hierarchies of Lightroom, digiKam, Windows and Media Pro.
 */
import { allValuesOf, innersOf, type Namespace, qualifiedName, valuesOf } from "./xmp-packet.ts";

export interface PersonStated {
  /** Null where only a face is marked, or a person is described. */
  readonly name: string | null;
  readonly source: "person" | "face";
}

const iptcExt: Namespace = { prefix: "Iptc4xmpExt", uri: "http://iptc.org/std/Iptc4xmpExt/2008-02-29/" };
const mwg: Namespace = { prefix: "mwg-rs", uri: "http://www.metadataworkinggroup.com/schemas/regions/" };
const photo: Namespace = { prefix: "MP", uri: "http://ns.microsoft.com/photo/1.2/" };
const photoRegion: Namespace = { prefix: "MPReg", uri: "http://ns.microsoft.com/photo/1.2/t/Region#" };

export const peopleIn = (packet: string): PersonStated[] => [
  ...allValuesOf(packet, qualifiedName(packet, iptcExt, "PersonInImage")).map(
    (name) => ({ name, source: "person" }) as const,
  ),
  ...describedPeople(packet),
  ...faces(packet),
  ...taggedPeople(packet),
];

/** A person may be told by an identifier or a characteristic alone. */
function describedPeople(packet: string): PersonStated[] {
  const name = qualifiedName(packet, iptcExt, "PersonName");
  return innersOf(packet, qualifiedName(packet, iptcExt, "PersonInImageWDetails")).flatMap((inner): PersonStated[] => {
    const names = allValuesOf(inner, name);
    if (names.length > 0) return names.map((each) => ({ name: each, source: "person" }));
    const isAnybody = /[^\s<>][^<>]*<\/|=\s*["'][^"']+["'][^<>]*\/>/.test(inner);
    return isAnybody ? [{ name: null, source: "person" }] : [];
  });
}

/** Of regions only faces: others are pets, points of focus and bar codes. */
function faces(packet: string): PersonStated[] {
  const [type, name] = [qualifiedName(packet, mwg, "Type"), qualifiedName(packet, mwg, "Name")];
  return innersOf(packet, qualifiedName(packet, mwg, "RegionList"))
    .flatMap(itemsOf)
    .filter((item) => allValuesOf(item, type).some((each) => each.trim().toLowerCase() === "face"))
    .map((item) => ({ name: valuesOf(item, name)[0] ?? null, source: "face" }));
}

function taggedPeople(packet: string): PersonStated[] {
  const name = qualifiedName(packet, photoRegion, "PersonDisplayName");
  const rectangle = qualifiedName(packet, photoRegion, "Rectangle");
  return innersOf(packet, qualifiedName(packet, photo, "RegionInfo"))
    .flatMap(itemsOf)
    .filter((item) => item.includes(name) || item.includes(rectangle))
    .map((item) => ({ name: valuesOf(item, name)[0] ?? null, source: "face" }));
}

const itemsOf = (list: string): string[] => list.split(/(?=<rdf:li\b)/).slice(1);

const hierarchies: readonly (readonly [Namespace, string])[] = [
  [{ prefix: "lr", uri: "http://ns.adobe.com/lightroom/1.0/" }, "hierarchicalSubject"],
  [{ prefix: "digiKam", uri: "http://www.digikam.org/ns/1.0/" }, "TagsList"],
  [{ prefix: "MicrosoftPhoto", uri: "http://ns.microsoft.com/photo/1.0/" }, "LastKeywordXMP"],
  [{ prefix: "mediapro", uri: "http://ns.iview-media.com/mediapro/1.0/" }, "CatalogSets"],
];

/** `People|Jo`, `People/Jo`: as the program writes them. */
export const keywordPathsIn = (packet: string): string[] =>
  hierarchies.flatMap(([space, name]) => valuesOf(packet, qualifiedName(packet, space, name)));
