/** Dates that files and names leave in doubt: they warn until a person has said the encounter's, and again where that is undone. */
import { type EncounterId, type FindingCode, settledDates } from "@landfall/protocol";
import { expect, test } from "vitest";
import { editEncounter, encounterRow, storeDraft, undoReshaping } from "../src/index.ts";
import { openTemporary, readScan } from "./support.ts";

const detail = "“2024-07-20” says 2024-07-20, and the file 2024-07-25";

test.each(Object.entries(settledDates) as [FindingCode, FindingCode][])(
  "%s is settled by a typed date",
  (open, settled) => {
    const db = openTemporary();
    const draft = readScan(db, [{ images: ["a", "b"], values: { eventDate: "2024-07-25" } }]);
    const encounters = draft.encounters.map((of) => ({
      ...of,
      details: { [open]: detail },
      images: of.images.map((image) => ({ ...image, findings: [open] })),
    }));
    const { manifest } = storeDraft(db, { ...draft, encounters });
    const id = db.sql.prepare("SELECT id FROM encounter WHERE manifest = ?").pluck().get(manifest) as EncounterId;
    const said = () => encounterRow(db, id).findings.map(({ code, severity, detail: of }) => [code, severity, of]);
    expect(said()).toEqual([[open, "warning", detail]]);

    editEncounter(db, id, { locality: "Haro Strait" });
    expect(said()).toEqual([[open, "warning", detail]]);
    const dated = editEncounter(db, id, { eventDate: "2024-07-20" });
    expect(said().filter(([code]) => code !== "DAY_DIFFERS")).toEqual([[settled, "note", detail]]);

    expect(dated.undo).not.toBe(null);
    if (dated.undo) undoReshaping(db, dated.undo);
    expect(said()).toEqual([[open, "warning", detail]]);
  },
);
