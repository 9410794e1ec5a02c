/** A season of all that makes records hard to hold: pairs, companions, odd names, places and dates, and what others are not told. */
import { mkdirSync, renameSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { EncounterRow, FieldPatch } from "@landfall/protocol";
import {
  drawFrame,
  drawImages,
  drawScenario,
  drawSeason,
  gpsAt,
  tiffOf,
  withComment,
  withExif,
} from "../../../../fixtures/index.ts";
import { attack, ofFolder, type Season } from "./records-season.ts";
import { temporaryFolder } from "./support.ts";

const writtenAt = new Date("2023-08-15T00:00:00Z");
/** A recording of nothing, whole: its type, and an empty list of what is in it. */
const clip = Buffer.concat([
  Buffer.from([0, 0, 0, 24]),
  Buffer.from("ftypmp42\0\0\0\0mp42isom", "latin1"),
  Buffer.from([0, 0, 0, 16]),
  Buffer.from("moov\0\0\0\0\0\0\0\0", "latin1"),
]);
const nikon = { make: "NIKON CORPORATION", model: "NIKON D500", offsetTimeOriginal: "-07:00" };

/** A RAW file, its JPEG and its sidecar, a video beside them, and names that forms or XML would stumble over. */
async function drawOdd(folder: string): Promise<void> {
  const picture = await drawFrame({ seed: "hard", width: 64 });
  const write = (path: string, bytes: Buffer) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
    // Nobody is writing it any more.
    utimesSync(join(folder, path), writtenAt, writtenAt);
  };
  const at = (time: string, position: readonly [number, number] = [48.55, -123.2]) => ({
    ...nikon,
    artist: "Jo Tidewater",
    dateTimeOriginal: `2023:08:12 ${time}`,
    gps: gpsAt(...position),
  });
  const jpeg = (time: string, mark: string) => withComment(withExif(picture, at(time)), mark);
  const pair = "2023-08-12_Ülva Näs & <Søn>";
  write(`${pair}/_DSC4411.NEF`, tiffOf(at("10:00:00")));
  write(`${pair}/_DSC4411.JPG`, jpeg("10:00:00", "pair"));
  write(
    `${pair}/_DSC4411.xmp`,
    Buffer.from(
      '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="5" xmp:CreateDate="2023-08-12T10:00:00-07:00"/></rdf:RDF></x:xmpmeta>',
    ),
  );
  write(`${pair}/MOV_0001.mp4`, clip);
  write(`${pair}/日本 “quoted”, comma;.jpg`, jpeg("10:05:00", "quoted"));
  if (process.platform === "linux") write(`${pair}/two\nlines\ttab.jpg`, jpeg("10:06:00", "lines"));
  // Known by its last change alone.
  const { dateTimeOriginal: _, offsetTimeOriginal: offsetTime, ...rest } = at("09:00:00", [0.0000004, -0.0000005]);
  const changed = withExif(picture, { ...rest, offsetTime, modifyDate: "2023:08:14 09:00:00" });
  write("~backup/..hidden/2023-08-14_Null Island/.a..b.jpg", changed);
}

const everything = {
  individualCount: 5,
  behavior: "=travel, +1",
  organismName: "T065A, T002B | T065A",
  scientificName: "Orcinus orca",
  vernacularName: "Killer whale",
  license: "attribution",
  parentEventID: "survey 7 | north",
  fieldNumber: "-7",
  eventRemarks: '=1+1, "calm"\r\nlater <rain> & \u0007bell\ud800',
  coordinateUncertaintyInMeters: 0.5,
} as const satisfies FieldPatch;

/** Approved, each encounter with its own trouble. */
export async function aHardSeason(): Promise<Season> {
  const folder = temporaryFolder("hard");
  const drawn = await drawSeason(folder, { encounters: 8, imagesPerEncounter: 2, seed: "hard", size: 64 });
  const [first = ""] = drawn.flatMap(({ images }) => images.map(({ path }) => path));
  renameSync(first, join(dirname(first), attack));
  await drawOdd(folder);
  await drawImages(join(folder, "loose"), 2, { seed: "hard", size: 64 });
  await drawScenario("H", folder);
  const season = await ofFolder(folder);
  const { station, encounters, edit, approve } = season;
  const of = async (eventDate: string) =>
    (await encounters()).find(({ values }) => values.eventDate === eventDate) as EncounterRow;
  const imagesOf = async ({ id }: EncounterRow) =>
    (await station.ask("images", { params: { id }, query: { offset: 0, limit: 10 } })).items;

  await edit(await of("2023-08-12"), { scientificName: "Phocoena phocoena", individualCount: 0, license: "public" });
  await edit(await of("2024-05-01"), everything);
  await edit(await of("2024-05-02"), { eventDate: "1998-07", license: "organisation", organismName: "017-03W" });
  await edit(await of("2024-05-03"), { eventDate: "1998/2001-05", individualCount: 4, eventTime: "09:42:00/10:10:00" });
  await edit(await of("2024-05-04"), { available: "2199-01-01", locality: "Secret Cove" });
  await station.ask("deny", { params: { id: (await of("2024-05-05")).id } });
  const crowd = await of("2024-05-06");
  const [seen, unseen] = (await imagesOf(crowd)).map(({ sha256 }) => sha256);
  const people = { images: [seen], facts: { people: true } };
  await station.ask("describeImages", { params: { id: crowd.id }, body: people } as never);
  const described = { images: [unseen], facts: { side: "left", quality: 3 } };
  await station.ask("describeImages", { params: { id: crowd.id }, body: described } as never);
  const thinned = await of("2024-05-07");
  const [gone] = (await imagesOf(thinned)).map(({ sha256 }) => sha256);
  await station.ask("leaveOut", { params: { id: thinned.id }, body: { images: [gone], reason: null } } as never);
  await edit(await of("2024-05-08"), {
    individualCount: 2,
    scientificName: "Orcinus orca",
    recordedBy: "Sam Whitecap | B. Ålesund",
  });
  for (const loose of await encounters())
    if (loose.values.eventDate === null && !loose.values.eventType)
      await edit(loose, { eventDate: "2022", locality: "@home", recordedBy: "N/A" });
  await approve();
  return season;
}
