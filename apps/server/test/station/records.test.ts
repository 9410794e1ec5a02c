import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EncounterId } from "@landfall/protocol";
import readXlsxFile from "read-excel-file/node";
import { describe, expect, test } from "vitest";
import { bytesOf, filesOf, type Line, linesIn, linesOf, unzipped } from "./records-files.ts";
import { aSeason, attack } from "./records-season.ts";
import { as, temporaryFolder } from "./support.ts";

const remarks = 'Calm, no "wind".\r\nSeals 🦭\n=2+2\ttabs';
const fields = {
  individualCount: 12,
  behavior: "travel",
  fieldNumber: "-7",
  organismName: "T065A, T002B",
  scientificName: "Orcinus orca",
  license: "attribution",
  eventRemarks: remarks,
} as const;

const unled = (line: Line): Line =>
  Object.fromEntries(Object.entries(line).map(([name, value]) => [name, value.replace(/^'(?=[=+\-@\t\r])/, "")]));

describe("tables", () => {
  test("what is read from them again is what the station has", async () => {
    const { station, scope, encounters, edit, approve } = await aSeason();
    await edit((await encounters())[1], fields);
    await approve();
    const files = await filesOf(station, scope, "csv");
    const stored = await encounters();
    const told = linesOf(files.get("encounters.csv")).map(unled);
    expect(told.map(({ eventID, locality, eventDate }) => ({ eventID, locality, eventDate }))).toEqual(
      stored.map(({ eventID, values: { locality, eventDate } }) => ({ eventID, locality, eventDate })),
    );
    expect(told[1]).toMatchObject({
      ...fields,
      individualCount: "12",
      license: "https://creativecommons.org/licenses/by/4.0/",
      decimalLatitude: String(stored[1]?.values.decimalLatitude),
      datasetName: "Residents",
      dataGeneralizations: "",
      reviewState: "approved",
    });
    const images = linesOf(files.get("images.csv"));
    const [first] = stored;
    const known = await station.ask("images", {
      params: { id: first?.id as EncounterId },
      query: { offset: 0, limit: 10 },
    });
    expect(images).toHaveLength(6);
    expect(images.slice(0, 2).map(unled)).toMatchObject(
      known.items.map((image) => ({
        mediaID: `${first?.eventID}_${image.sha256}`,
        eventID: first?.eventID,
        fileName: image.fileName,
        filePath: image.filePath,
        fileSize: String(image.bytes),
        CreateDate: image.capturedAt,
        captureDevice: "NIKON CORPORATION NIKON D7500",
      })),
    );
    expect(linesOf(files.get("not-exported.csv"))).toEqual([]);
    expect(await filesOf(station, scope, "csv")).toEqual(files);
  });

  test("a file name that would be a formula is text in every form", async () => {
    const { station, scope, approve } = await aSeason(1);
    await approve();
    const [image] = await linesIn(station, scope, "csv", "images.csv");
    expect(image?.fileName).toBe(`'${attack}`);
    const [media] = await linesIn(station, scope, "dwca", "multimedia.csv");
    expect(media?.fileName).toBe(attack);
    const sheet = (await filesOf(station, scope, "xlsx")).get("xl/worksheets/sheet2.xml") ?? "";
    expect(sheet).not.toMatch(/<f[ >]/);
    expect(sheet).toContain(`t="inlineStr" s="2"><is><t xml:space="preserve">${attack}</t>`);
    expect((await filesOf(station, scope, "xlsx")).get("xl/styles.xml")).toContain('quotePrefix="1"');
  });

  test("a workbook has the rows of the tables, numbers as numbers", async () => {
    const { station, scope, encounters, edit, approve } = await aSeason();
    await edit((await encounters())[1], { ...fields, eventRemarks: "a\u0007b _x0041_ <&>" });
    await approve();
    const path = join(temporaryFolder("workbook"), "records.xlsx");
    writeFileSync(path, await bytesOf(station, scope, "xlsx"));
    const sheets = await readXlsxFile(path);
    expect(sheets.map(({ sheet }) => sheet)).toEqual(["Encounters", "Images"]);
    const [[names = []] = [], images] = sheets.map(({ data }) => data);
    const second = sheets[0]?.data[2] ?? [];
    const told = Object.fromEntries(names.map((name, at) => [String(name), second[at]]));
    expect(told).toMatchObject({ individualCount: 12, behavior: "travel", fieldNumber: "-7", decimalLatitude: 48.51 });
    expect(String(told.eventRemarks)).toContain("<&>");
    expect(images).toHaveLength(7);
  });

  test("JSON has the same rows, with what is not known as null", async () => {
    const { station, scope, approve } = await aSeason();
    await approve();
    const read = JSON.parse((await bytesOf(station, scope, "json-records")).toString());
    expect(read).toMatchObject({ datasetName: "Residents", locationPrecision: "exact", notExported: [] });
    expect(read.encounters).toHaveLength(3);
    expect(read.encounters[0]).toMatchObject({ scientificName: null, decimalLatitude: 48.5, syncState: "pending" });
    expect(read.images.map((image: Line) => image.fileName)).toContain(attack);
  });
});

test("a number that only keeps two encounters apart is told as nobody's field number", async () => {
  const { station, scope, encounters, edit, approve } = await aSeason();
  const [first, second] = await encounters();
  const alike = { eventDate: "2024-07-15", locality: "Haro Strait", recordedBy: "A. Wave" };
  await edit(first, alike);
  await edit(second, alike);
  await approve();
  expect((await encounters()).map(({ encounterNumber }) => encounterNumber)).toEqual([1, 2, null]);
  const told = await linesIn(station, scope, "csv", "encounters.csv");
  expect(told.map(({ fieldNumber }) => fieldNumber)).toEqual(["", "", ""]);
});

describe("which records", () => {
  test("status, years and the population choose encounters; denied ones are in none", async () => {
    const { station, scope, population, encounters, edit, approve } = await aSeason(4);
    const [, second, third, fourth] = await encounters();
    await edit(second, { eventDate: "2019-12/2020-01" });
    await edit(third, { eventDate: "2021" });
    await station.ask("deny", { params: { id: fourth?.id as EncounterId } });
    await approve();
    const of = { population };
    const dates = async (more: object) =>
      (await linesIn(station, { ...scope, of, ...more }, "csv", "encounters.csv")).map(({ eventDate }) => eventDate);
    expect(await dates({})).toEqual(["2019-12/2020-01", "2021", "2024-05-01"]);
    expect(await dates({ years: { from: "2020", to: "2021" } })).toEqual(["2019-12/2020-01", "2021"]);
    expect(await dates({ status: "all" })).toEqual(await dates({}));
    await expect(dates({ status: "synced" })).rejects.toMatchObject({ code: "NOTHING_TO_EXPORT" });
    await expect(dates({ years: { from: "1999", to: "1999" } })).rejects.toMatchObject({ code: "NOTHING_TO_EXPORT" });
  });

  test("what a person left out is withheld, and counted", async () => {
    const { station, scope, manifest, encounters, approve } = await aSeason(1);
    const [first] = await encounters();
    const query = { offset: 0, limit: 10 };
    const { items } = await station.ask("images", { params: { id: first?.id as EncounterId }, query });
    await station.ask("leaveOut", {
      params: { id: first?.id as EncounterId },
      body: { images: [items[0]?.sha256 as never], reason: null },
    } as never);
    await approve();
    const [told] = await linesIn(station, scope, "csv", "encounters.csv");
    expect(told?.informationWithheld).toBe("Images withheld: 1");
    expect(await linesIn(station, scope, "csv", "images.csv")).toHaveLength(1);
    const summary = { params: { id: manifest }, query: { status: "approved", format: "csv" } } as const;
    expect(await station.ask("manifestRecords", summary)).toMatchObject({ encounters: 1, images: 1, withheld: 1 });
  });

  test("images with people in the picture are left out of every form, and listed with the reason", async () => {
    const { station, scope, manifest, encounters, approve } = await aSeason(2);
    const [first] = await encounters();
    const params = { id: first?.id as EncounterId };
    const { items } = await station.ask("images", { params, query: { offset: 0, limit: 10 } });
    const [of, other] = items.map(({ sha256 }) => sha256);
    const say = (image: typeof of, facts: object) =>
      station.ask("describeImages", { params, body: { images: [image], facts } } as never);
    await say(of, { people: true });
    await say(other, { side: "left", quality: 3 });
    await approve();
    const mediaID = `${first?.eventID}_${of}`;
    for (const format of ["csv", "dwca", "camtrap-dp"] as const) {
      const table = { csv: "images.csv", dwca: "multimedia.csv", "camtrap-dp": "media.csv" }[format];
      const told = await linesIn(station, scope, format, table);
      expect(told.map((line) => line.mediaID)).not.toContain(mediaID);
      expect(await linesIn(station, scope, format, "not-exported.csv")).toContainEqual(
        expect.objectContaining({ mediaID, reason: "People are in the picture." }),
      );
    }
    const [image] = (await linesIn(station, scope, "csv", "images.csv")).filter(({ hashValue }) => hashValue === other);
    expect(image).toMatchObject({ subjectOrientation: "left", quality: "3" });
    const [media] = await linesIn(station, scope, "dwca", "multimedia.csv");
    expect(media).toMatchObject({ subjectOrientation: "left" });
    const [told] = await linesIn(station, scope, "csv", "encounters.csv");
    expect(told?.informationWithheld).toBe("Images withheld: 1");
    const summary = { params: { id: manifest }, query: { status: "approved", format: "csv" } } as const;
    expect(await station.ask("manifestRecords", summary)).toMatchObject({
      ...{ encounters: 2, images: 3, withheld: 0 },
      notExported: [{ reason: "People are in the picture.", encounters: 0, images: 1 }],
    });
  });

  test("nothing is told of an encounter before the day until which it is under embargo", async () => {
    const { station, scope, manifest, encounters, edit, approve } = await aSeason(2);
    const [first, second] = await encounters();
    const day = (days: number) => new Intl.DateTimeFormat("sv-SE").format(Date.now() + days * 86_400_000);
    await edit(first, { available: day(2), locality: "Secret Cove" });
    await edit(second, { available: day(0) });
    await approve();
    const reason = `It is under embargo until ${day(2)}.`;
    const summary = (format: "csv" | "camtrap-dp") =>
      station.ask("manifestRecords", { params: { id: manifest }, query: { status: "approved", format } });
    expect(await summary("csv")).toMatchObject({
      ...{ encounters: 1, images: 2, withheld: 0 },
      notExported: [{ reason, encounters: 1, images: 2 }],
    });
    for (const format of ["csv", "xlsx", "dwca", "camtrap-dp"] as const) {
      const files = [...(await filesOf(station, scope, format)).values()].join();
      expect(files).not.toContain("Secret Cove");
    }
    expect((await bytesOf(station, scope, "json-records")).toString()).not.toContain("Secret Cove");
    const left = await linesIn(station, scope, "csv", "not-exported.csv");
    expect(left.map((line) => [line.table, line.eventID, line.fileName, line.reason])).toEqual([
      ["encounter", first?.eventID, "", reason],
      ["image", first?.eventID, "", reason],
      ["image", first?.eventID, "", reason],
    ]);
    const [told] = await linesIn(station, scope, "csv", "encounters.csv");
    expect(told).toMatchObject({ eventID: second?.eventID, available: day(0) });
    await station.ask("reopen", { params: { id: second?.id as EncounterId } });
    await expect(linesIn(station, scope, "csv", "encounters.csv")).rejects.toMatchObject({
      code: "NOTHING_TO_EXPORT",
      detail: reason,
    });
  });

  test("a file holds one moment, whatever is changed while it is read", async () => {
    const { station, scope, encounters } = await aSeason();
    const request = { what: "records", scope: { ...scope, status: "all" }, format: "csv" } as const;
    const { parts } = station.station.download(request, as("browser").who);
    const chunks: Buffer[] = [];
    const [first] = await encounters();
    for await (const part of parts) {
      if (chunks.length === 0) await station.ask("deny", { params: { id: first?.id as EncounterId } });
      chunks.push(Buffer.from(part as Uint8Array));
    }
    const files = unzipped(Buffer.concat(chunks));
    expect(linesOf(files.get("encounters.csv"))).toHaveLength(3);
    expect(linesOf(files.get("images.csv"))).toHaveLength(6);
    expect(await linesIn(station, request.scope, "csv", "images.csv")).toHaveLength(4);
  });
});

describe("places", () => {
  test.each([
    ["0.01", "48.5", "-123.1", "Coordinates rounded to 0.01 degree"],
    ["0.1", "48.5", "-123.1", "Coordinates rounded to 0.1 degree"],
    ["none", "", "", ""],
  ] as const)("told with the precision %s are given away by nothing else", async (precision, lat, long, said) => {
    const { station, scope, encounters, edit, approve, tellPlaces } = await aSeason(1);
    const [first] = await encounters();
    const away = { decimalLatitude: 48.50123, decimalLongitude: -123.09871, coordinateUncertaintyInMeters: 20 };
    await edit(first, { ...away, eventRemarks: "Off Lime Kiln", fieldNumber: "haro-1", parentEventID: "survey 7" });
    await approve();
    await tellPlaces(precision);
    const formats = ["csv", "xlsx", "json-records", "dwca", ...(precision === "none" ? [] : ["camtrap-dp" as const])];
    for (const format of formats as ("csv" | "json-records")[]) {
      const texts =
        format === "json-records"
          ? [(await bytesOf(station, scope, format)).toString()]
          : [...(await filesOf(station, scope, format)).values()];
      for (const text of texts) expect(text, format).not.toMatch(/haro|lime|cmd|48\.501|123\.098/i);
    }
    const [told] = await linesIn(station, scope, "csv", "encounters.csv");
    expect(told).toMatchObject({
      decimalLatitude: lat,
      decimalLongitude: long,
      parentEventID: "survey 7",
      dataGeneralizations: said,
      informationWithheld: expect.stringContaining("locality"),
    });
    if (precision !== "none") expect(Number(told?.coordinateUncertaintyInMeters)).toBeGreaterThan(780);
    const [image] = await linesIn(station, scope, "csv", "images.csv");
    expect(image?.filePath).toBe(`${image?.hashValue}.jpg`);
  });
});
