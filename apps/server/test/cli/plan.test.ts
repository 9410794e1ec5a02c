/** What `plan` says of corrections: which fields, with both values. */
import { EncounterId, type EncounterValues, emptyValues, ManifestId, type PlanView } from "@landfall/protocol";
import { expect, test } from "vitest";
import { run } from "../../src/cli/main.ts";
import { aService } from "../a-service.ts";
import { terminal } from "./terminal.ts";

const { stdout } = terminal();

const id = ManifestId.parse(crypto.randomUUID());
const values: EncounterValues = { ...emptyValues, eventDate: "2016-07-01", locality: "Bay", recordedBy: "Ann" };
type Correction = PlanView["corrections"][number];
const aCorrection = (update: Correction["update"]): Correction => ({
  ...{ encounterId: EncounterId.parse(crypto.randomUUID()), values, update },
  ...{ move: 0, withdraw: 0, describe: 0 },
});

const aPlan = (corrections: Correction[]): PlanView => ({
  ...{ create: 0, fill: 0, ask: 0, upload: 0, copy: 0, alreadyThere: 0, bytes: 0, move: 0, withdraw: 0, describe: 0 },
  ...{ update: corrections.length, corrections, changedThere: [], takenThere: 0, toTellAgain: 0, questions: [] },
});

async function planned(corrections: Correction[]): Promise<string[]> {
  const { dataFolder } = await aService({ handlers: { plan: () => aPlan(corrections) } });
  expect(await run(["plan", id, "--data", dataFolder])).toBe(0);
  return stdout.text().split("\n");
}

test("each field that is corrected is named with the value that it has and the one that it gets", async () => {
  const correction = aCorrection([
    { field: "license", from: "attribution", to: "public" },
    { field: "eventRemarks", from: null, to: `Calm.\n${"Wind from the west. ".repeat(9)}` },
  ]);
  const lines = await planned([correction]);
  const at = lines.indexOf("Corrections: update 1. No image is sent again for them.");
  expect(lines.slice(at + 1, at + 5)).toEqual([
    `  ${correction.encounterId}  2016-07-01 · Bay · Ann`,
    "    license: attribution → public",
    "    eventRemarks: (empty) → Calm. Wind from the west. Wind from the west. Wind from the…",
    `To hold one back: landfall reopen ${id} --encounter ENCOUNTER`,
  ]);
});

test("of many the first are named, and how many more there are", async () => {
  const fields = (["locality", "recordedBy", "license", "eventDate", "behavior"] as const).map((field) => ({
    ...{ field, from: "a", to: "b" },
  }));
  const lines = await planned([fields, [], fields, fields, fields, fields].map(aCorrection));
  expect(lines.filter((line) => line === "    and 2 more")).toHaveLength(3);
  expect(lines).toContain("  and 3 more");
  expect(lines.filter((line) => line.startsWith("    license:"))).toHaveLength(3);
});

test("a plan that corrects no field names none", async () => {
  expect((await planned([])).join("\n")).not.toMatch(/Corrections|reopen/);
});
