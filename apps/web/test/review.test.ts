import {
  defaultPopulationSettings,
  EncounterRow,
  emptyValues,
  type FieldProvenance,
  noImages,
} from "@landfall/protocol";
import { describe, expect, it } from "vitest";
import { foresee } from "../src/features/review/foresee.ts";
import { missingWordsOf, provenanceText } from "../src/features/review/provenance.ts";
import { emptyDraft, readDraft } from "../src/ui/field-draft.ts";
import { imageStateWords, rowTitle } from "../src/ui/words.ts";
import { sha, uuid } from "./samples.ts";

const row = (more: object = {}): EncounterRow =>
  EncounterRow.parse({
    id: uuid(5, 0),
    manifestId: uuid(1, 0),
    eventID: uuid(6, 0),
    encounterNumber: null,
    values: { ...emptyValues, eventDate: "2024-08-02", recordedBy: "AW" },
    provenance: {},
    firstAt: null,
    lastAt: null,
    review: "incomplete",
    missing: ["locality"],
    sync: "pending",
    images: { ...noImages, pending: 3 },
    imageCount: 3,
    bytes: 3,
    folder: null,
    covers: [sha(1)],
    findings: [],
    hubEncounterId: null,
    correctionDue: false,
    changedThere: [],
    takenThere: [],
    since: null,
    changes: null,
    sendFirst: false,
    version: "1",
    ...more,
  });

describe("an edit, before the station has answered", () => {
  it("completes an encounter whose last missing field it fills, and says who set it", () => {
    const next = foresee(
      row(),
      { kind: "edit", row: row(), patch: { locality: "Squally Channel" } },
      defaultPopulationSettings,
    );
    expect(next).toMatchObject({ review: "pending", missing: [], values: { locality: "Squally Channel" } });
    expect(provenanceText(next, "locality")).toBe("set by you");
  });

  it("still asks for coordinates where the population wants them", () => {
    const settings = { requireCoordinates: true, requireLicense: false };
    const next = foresee(row(), { kind: "edit", row: row(), patch: { locality: "North Arm" } }, settings);
    expect(next).toMatchObject({ review: "incomplete", missing: ["decimalLatitude", "decimalLongitude"] });
  });

  it("reopens to what the fields allow", () => {
    const denied = row({ review: "denied" });
    expect(foresee(denied, { kind: "reopen", row: denied }, defaultPopulationSettings).review).toBe("incomplete");
    const approved = row({ review: "approved", missing: [] });
    expect(foresee(approved, { kind: "reopen", row: approved }, defaultPopulationSettings).review).toBe("pending");
  });
});

describe("where a value came from", () => {
  it("names the folder's text and what another source says instead", () => {
    const locality = {
      source: "folder",
      raw: "2024-08-02_Squally",
      conflicts: [{ source: "exif", value: "Bay", raw: null }],
    };
    const values = { ...row().values, locality: "Squally" };
    expect(provenanceText(row({ values, provenance: { locality } }), "locality")).toBe(
      "folder “2024-08-02_Squally” · camera says Bay",
    );
    const emptied = { ...locality, source: "manual", raw: null } as const;
    expect(provenanceText(row({ provenance: { locality: emptied } }), "locality")).toBe(
      "emptied by you · camera says Bay",
    );
    expect(provenanceText(row(), "locality")).toBeUndefined();
    const changed = {
      value: "2010-01-02",
      source: "exif",
      raw: "2010:01:02 10:00:00",
      place: "date of a later change",
    } as const;
    const dated = (eventDate: FieldProvenance["eventDate"]) =>
      provenanceText(row({ values: { ...values, eventDate: "2010-01-02" }, provenance: { eventDate } }), "eventDate");
    expect(dated({ ...changed, conflicts: [] })).toBe("date of a later change");
    expect(dated({ source: "manual", raw: "2024", conflicts: [changed] })).toBe(
      "set by you · date of a later change says 2010-01-02",
    );
    const place = "{date}_{locality}";
    const patterned = { ...locality, source: "pattern", place } as const;
    expect(provenanceText(row({ values, provenance: { locality: patterned } }), "locality")).toBe(
      "folder pattern “2024-08-02_Squally” · camera says Bay",
    );
    const whole = { ...patterned, raw: "Squally", conflicts: [{ source: "pattern", value: "Bay", raw: null, place }] };
    expect(provenanceText(row({ values, provenance: { locality: whole } }), "locality")).toBe(
      "folder pattern · folder pattern says Bay",
    );
  });
});

describe("what is said where nothing is known", () => {
  const unknown = (folder: string | null) => row({ values: emptyValues, folder });
  it("names the folder whose name may give a date, and claims no more than it knows", () => {
    for (const name of ["98-07-15 Robson", "1990s Robson Bight", "July 98", "Season 1998", "980715", "15.7.98"])
      expect(missingWordsOf(unknown(`Scans/${name}/roll 3`)).eventDate).toBe(
        `the folder's name may give a date that is not understood: “${name}”`,
      );
    for (const folder of ["Scans/roll 3", "IMG_0042", "Robson Bight", null])
      expect(missingWordsOf(unknown(folder)).eventDate).toBe("no photograph, folder or name gives a date");
  });

  it("names all folders of a place that is not understood, and tells once of a date that could be either way round", () => {
    const { locality } = missingWordsOf(unknown("Summer 2024/misc phone & cards #2"));
    expect(locality).toBe("no place is understood in the name of the folder, “Summer 2024/misc phone & cards #2”");
    const either = {
      code: "DATE_EITHER",
      severity: "warning",
      message: "…",
      hint: null,
      detail: null,
      count: 1,
      images: [],
    };
    expect(missingWordsOf({ ...unknown("03-08-2024 Haro Strait"), findings: [either] }).eventDate).toBe(
      "day and month could be either way round in “03-08-2024 Haro Strait”",
    );
  });

  it("tells encounters without date and place apart by their folders", () => {
    expect(rowTitle(unknown("Scans/roll 3"))).toBe("No date · No locality · Scans/roll 3");
    expect(rowTitle(row({ folder: "Scans/roll 3" }))).toBe("2 Aug 2024 · No locality");
    expect(rowTitle(row({ folder: "Scans/roll 3", values: { ...emptyValues, eventDate: "2024" } }))).toBe(
      "2024 · No locality · Scans/roll 3",
    );
  });
});

describe("fields set for many encounters", () => {
  it("become one patch of what was filled in", () => {
    const draft = { ...emptyDraft, locality: " North Arm ", coordinates: "53.5 N 129.25 W" };
    expect(readDraft(draft)).toEqual({
      patch: { locality: "North Arm", decimalLatitude: 53.5, decimalLongitude: -129.25 },
      wrong: [],
    });
  });

  it("name those that are not of their form", () => {
    expect(readDraft({ ...emptyDraft, eventDate: "2024-02-30", coordinates: "here" }).wrong).toEqual([
      "eventDate",
      "coordinates",
    ]);
  });
});

it("an image that is not sent says whether it waits for its turn, or for its encounter's approval", () => {
  expect(imageStateWords("pending", "approved")).toBe("Waiting to be sent");
  expect(imageStateWords("pending", "pending")).toBe("Waits until its encounter is approved");
  expect(imageStateWords("pending", "denied")).toBe("Not to be sent: its encounter is denied");
  expect(imageStateWords("complete", "pending")).toBe("Delivered and verified");
});
