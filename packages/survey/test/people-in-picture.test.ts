/** People that a file says are in its picture, by the standards' properties and by keywords. */
import { beforeAll, describe, expect, test } from "vitest";
import { drawFrame, withXmp } from "../../../fixtures/index.ts";
import { type GroupOptions, groupFiles } from "../src/index.ts";
import { memorySource } from "../src/metadata/byte-source.ts";
import { readMetadata } from "../src/metadata/read-metadata.ts";
import { photo } from "./support/photo.ts";

const spaces = Object.entries({
  Iptc4xmpExt: "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
  "mwg-rs": "http://www.metadataworkinggroup.com/schemas/regions/",
  stArea: "http://ns.adobe.com/xmp/sType/Area#",
  MP: "http://ns.microsoft.com/photo/1.2/",
  MPRI: "http://ns.microsoft.com/photo/1.2/t/RegionInfo#",
  MPReg: "http://ns.microsoft.com/photo/1.2/t/Region#",
  lr: "http://ns.adobe.com/lightroom/1.0/",
  digiKam: "http://www.digikam.org/ns/1.0/",
})
  .map(([prefix, uri]) => `xmlns:${prefix}="${uri}"`)
  .join(" ");
const packetOf = (body: string) =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description ${spaces}>${body}</rdf:Description></rdf:RDF></x:xmpmeta>`;
const bag = (...items: string[]) => `<rdf:Bag>${items.map((item) => `<rdf:li>${item}</rdf:li>`).join("")}</rdf:Bag>`;
const area = '<mwg-rs:Area stArea:x="0.5" stArea:y="0.5" stArea:w="0.1" stArea:h="0.1"/>';
const regions = (...items: string[]) =>
  `<mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:RegionList><rdf:Bag>${items.join("")}</rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>`;
const region = (attributes: string) => `<rdf:li><rdf:Description ${attributes}>${area}</rdf:Description></rdf:li>`;
const tagged = (...items: string[]) =>
  `<MP:RegionInfo rdf:parseType="Resource"><MPRI:Regions><rdf:Bag>${items.join("")}</rdf:Bag></MPRI:Regions></MP:RegionInfo>`;

let jpeg: Buffer;
beforeAll(async () => {
  jpeg = await drawFrame({ seed: "people", width: 320 });
});

const read = (packet: string) =>
  readMetadata(memorySource(withXmp(jpeg, packet)), "image/jpeg", Date.UTC(2026, 0, 2)).metadata;
const at = "2024-07-15T10:00:00";
function factsOf(packet: string, options: Partial<GroupOptions> = {}) {
  const { keywords, keywordPaths, people } = read(packet);
  const stated = { ...(keywords && { keywords }), ...(keywordPaths && { keywordPaths }), ...(people && { people }) };
  return groupFiles([photo("IMG_1.jpg", { at, stated })], { roots: ["/photos"], ...options })[0]?.images[0]?.facts;
}

describe("people that the standards' properties name", () => {
  test.each([
    ["IPTC", `<Iptc4xmpExt:PersonInImage>${bag("Jo Tide", "Ann")}</Iptc4xmpExt:PersonInImage>`, "person", "Jo Tide"],
    [
      "IPTC with details",
      `<Iptc4xmpExt:PersonInImageWDetails><rdf:Bag><rdf:li rdf:parseType="Resource"><Iptc4xmpExt:PersonName><rdf:Alt><rdf:li xml:lang="x-default">Jo</rdf:li></rdf:Alt></Iptc4xmpExt:PersonName></rdf:li></rdf:Bag></Iptc4xmpExt:PersonInImageWDetails>`,
      "person",
      "Jo",
    ],
    [
      "IPTC with an identifier alone",
      `<Iptc4xmpExt:PersonInImageWDetails><rdf:Bag><rdf:li rdf:parseType="Resource"><Iptc4xmpExt:PersonId>${bag("https://example.org/1")}</Iptc4xmpExt:PersonId></rdf:li></rdf:Bag></Iptc4xmpExt:PersonInImageWDetails>`,
      "person",
      null,
    ],
    ["a face with a name", regions(region('mwg-rs:Name="Jo" mwg-rs:Type="Face"')), "face", "Jo"],
    [
      "a face without one, behind a pet",
      regions(
        region('mwg-rs:Name="Rex" mwg-rs:Type="Pet"'),
        `<rdf:li rdf:parseType="Resource">${area}<mwg-rs:Type>Face</mwg-rs:Type></rdf:li>`,
      ),
      "face",
      null,
    ],
    [
      "a people tag of Microsoft",
      tagged('<rdf:li MPReg:Rectangle="0.1, 0.1, 0.2, 0.2" MPReg:PersonDisplayName="Jo"/>'),
      "face",
      "Jo",
    ],
    ["one without a name", tagged('<rdf:li MPReg:Rectangle="0.1, 0.1, 0.2, 0.2"/>'), "face", null],
    [
      "a keyword under People",
      `<lr:hierarchicalSubject>${bag("Whales|T002B", "People|Jo")}</lr:hierarchicalSubject>`,
      "keyword",
      "People|Jo",
    ],
    ["one of digiKam", `<digiKam:TagsList>${bag("Personen/Jo")}</digiKam:TagsList>`, "keyword", "Personen/Jo"],
  ])("%s", (_, body, source, raw) => {
    expect(factsOf(packetOf(body))).toMatchObject({ people: true, said: { people: { source, raw } } });
  });

  test.each([
    ["nobody", `<Iptc4xmpExt:PersonInImage><rdf:Bag/></Iptc4xmpExt:PersonInImage>`],
    ["nobody with details", `<Iptc4xmpExt:PersonInImageWDetails><rdf:Bag/></Iptc4xmpExt:PersonInImageWDetails>`],
    [
      "a pet and a point of focus",
      regions(region('mwg-rs:Name="Rex" mwg-rs:Type="Pet"'), region('mwg-rs:Type="Focus"')),
    ],
    ["no region", tagged()],
    [
      "keywords under other words",
      `<lr:hierarchicalSubject>${bag("Whales|T002B", "Places|Person Bay")}</lr:hierarchicalSubject>`,
    ],
  ])("%s is nobody", (_, body) => {
    expect(factsOf(packetOf(body))).toBeUndefined();
  });

  test("a face that has the name of an individual is an animal's, and nobody else's", () => {
    const identifiers = { examples: ["T002B", "J047"], corrections: [] };
    const face = (name: string) => region(`mwg-rs:Name="${name}" mwg-rs:Type="Face"`);
    expect(factsOf(packetOf(regions(face("T002B"))), { identifiers })).toBeUndefined();
    expect(factsOf(packetOf(regions(face("T002B"), face("Jo"))), { identifiers })?.said.people?.raw).toBe("Jo");
    expect(factsOf(packetOf(regions(face("T002B"))))?.people).toBe(true);
  });

  test("a sidecar says it of its photograph too", () => {
    const stated = { people: [{ name: "Jo", source: "person" as const }] };
    const sidecar = { ...photo("IMG_1.xmp", { at: null, stated }), mediaType: "application/rdf+xml" };
    const [encounter] = groupFiles([photo("IMG_1.jpg", { at }), sidecar], { roots: ["/photos"] });
    expect(encounter?.images.map(({ fileName, facts }) => [fileName, facts?.people])).toEqual([
      ["IMG_1.jpg", true],
      ["IMG_1.xmp", true],
    ]);
  });
});

const isSaidBy = (keyword: string) =>
  groupFiles([photo("IMG_1.jpg", { at, stated: { keywords: [{ value: keyword, source: "iptc" }] } })], {
    roots: ["/photos"],
  })[0]?.images[0]?.facts?.people === true;

test.each([
  ...["People", "person", "people in picture", "people_in_the_photo", "People|Jo", "Jo < People"],
  ...["Menschen", "PERSONEN", "Personen auf dem Bild", "personnes", "gens", "personnes sur la photo"],
  ...[
    "personas",
    "Gente",
    "personas en la imagen",
    "pessoas",
    "persone",
    "persone nell'immagine",
    "mensen",
    "personen",
  ],
  ...["mennesker", "människor", "ma\u0308nniskor", "personer", "personer på billedet"],
])("“%s” tells of people in the picture", (keyword) => {
  expect(isSaidBy(keyword)).toBe(true);
});

test.each([
  ...["peopleless", "human error", "personal", "personnel", "Personatus", "gentes", "Gentoo", "Argentea"],
  ...["People's Harbour", "Personal|Favourites", "Gente Hermosa", "Cap des Gens", "no people", "Menschenleer"],
])("“%s” does not", (keyword) => {
  expect(isSaidBy(keyword)).toBe(false);
});
