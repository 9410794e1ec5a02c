/** Photographs whose files say that people are in them, from the scan to what others are told. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { drawFrame, withExif, withXmp } from "../../../../fixtures/index.ts";
import { ofFolder } from "./records-season.ts";
import { temporaryFolder } from "./support.ts";

const withPerson = (name: string) =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"><Iptc4xmpExt:PersonInImage><rdf:Bag><rdf:li>${name}</rdf:li></rdf:Bag></Iptc4xmpExt:PersonInImage></rdf:Description></rdf:RDF></x:xmpmeta>`;

test("a person whom the file names keeps its photograph back, until somebody takes that back for good", async () => {
  const folder = temporaryFolder("people");
  const into = join(folder, "2024-07-15_Haro Strait", "BW");
  mkdirSync(into, { recursive: true });
  for (const [at, name] of [null, "Jo", "Ann"].entries()) {
    const drawn = withExif(await drawFrame({ seed: `people ${at}`, width: 64 }), {
      dateTimeOriginal: `2024:07:15 10:1${at}:00`,
    });
    writeFileSync(join(into, `IMG_${at}.jpg`), name === null ? drawn : withXmp(drawn, withPerson(name)));
  }
  const { station, manifest, encounters, approve } = await ofFolder(folder);
  const imagesOf = async (id: string | undefined) =>
    (await station.ask("images", { params: { id: id as never }, query: { offset: 0, limit: 10 } })).items;
  const [encounter] = await encounters();
  const images = await imagesOf(encounter?.id);
  expect(images.map(({ people, said }) => [people, said.people ?? null])).toEqual([
    [false, null],
    [true, { source: "person", raw: "Jo" }],
    [true, { source: "person", raw: "Ann" }],
  ]);
  await station.ask("describeImages", {
    params: { id: encounter?.id as never },
    body: { images: [images[1]?.sha256 as never], facts: { people: false } },
  });
  await approve();
  const query = { status: "approved", format: "csv" } as const;
  const told = async (id: typeof manifest) => station.ask("manifestRecords", { params: { id }, query });
  const withoutAnn = { images: 2, notExported: [{ reason: "People are in the picture.", images: 1 }] };
  expect(await told(manifest)).toMatchObject(withoutAnn);

  writeFileSync(
    join(into, "IMG_3.jpg"),
    withExif(await drawFrame({ seed: "people 3", width: 64 }), { dateTimeOriginal: "2024:07:15 10:20:00" }),
  );
  const again = await station.scan({ folders: [folder], population: "Residents" });
  const next = again.result?.manifestId as typeof manifest;
  const { items } = await station.ask("encounters", {
    params: { id: next },
    query: { filter: "all", offset: 0, limit: 10 },
  });
  expect((await imagesOf(items[0]?.id)).map(({ people, said }) => [people, said.people?.source ?? null])).toEqual([
    [false, null],
    [false, "manual"],
    [true, "person"],
    [false, null],
  ]);
});
