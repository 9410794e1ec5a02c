import type { AliasesRequest, ManifestId, StationSnapshot } from "@landfall/protocol";
import { describe, expect, test } from "vitest";
import { drawScenario } from "../../../../fixtures/index.ts";
import { openStation, openTestHub, type TestStation, temporaryFolder } from "./support.ts";

/** Habit A: `BW` and `BW + AW` as folders, three encounters. */
async function readSeason() {
  const folder = temporaryFolder("people");
  await drawScenario("A", folder);
  const station = await openStation();
  const job = await station.scan({ folders: [folder], population: "Residents", name: "Season" });
  return { station, job, id: job.populationId, manifest: job.result?.manifestId as ManifestId };
}

const rows = async (station: TestStation, id: ManifestId) =>
  (await station.ask("encounters", { params: { id }, query: { filter: "all", offset: 0, limit: 100 } })).items;
const photographers = async (station: TestStation, id: ManifestId) =>
  (await rows(station, id)).map(({ values }) => values.recordedBy);
const current = ({ populations }: StationSnapshot) => populations.flatMap(({ manifests }) => manifests);
const both: AliasesRequest = {
  aliases: [
    { name: "BW", people: ["Bill Wood"] },
    { name: "AW", people: ["Ann Wave"] },
  ],
};

describe("photographers of a population", () => {
  test("are listed as they are written, resolved as a new version that keeps decisions, and forgotten again", async () => {
    const { station, id, manifest } = await readSeason();
    const view = await station.ask("people", { params: { id } });
    expect(view).toMatchObject({
      people: [],
      names: [
        { name: "BW", state: "unresolved", encounters: 3, images: 5, lists: ["BW + AW"], suggestions: [] },
        { name: "AW", state: "unresolved", encounters: 1, images: 1, lists: ["BW + AW"] },
      ],
      defaultPhotographer: null,
      withoutPhotographer: 0,
    });

    const [first, second, third] = await rows(station, manifest);
    if (!first || !second || !third) throw new Error("three encounters");
    await station.ask("editEncounter", { params: { id: second.id }, body: { locality: "Typed by a person" } });
    await station.ask("deny", { params: { id: first.id } });
    const change = await station.ask("setAliases", { params: { id }, body: both });
    expect(change.people.names.map(({ name, state, people }) => [name, state, people[0]?.name])).toEqual([
      ["BW", "created", "Bill Wood"],
      ["AW", "created", "Ann Wave"],
    ]);
    expect(change.regrouped).toMatchObject([{ name: "Season", version: 2, encounters: 3 }]);
    const resolved = change.regrouped[0]?.manifestId as ManifestId;
    const after = await rows(station, resolved);
    expect(after.map((row) => [row.values.recordedBy, row.provenance.recordedBy?.verbatim])).toEqual([
      ["Bill Wood", "BW"],
      ["Bill Wood | Ann Wave", "BW + AW"],
      ["Bill Wood", "BW"],
    ]);
    expect(after.map(({ review }) => review)).toEqual(["denied", "pending", "pending"]);
    expect(after[1]?.values.locality).toBe("Typed by a person");
    expect(after.map(({ eventID }) => eventID)).toEqual([first.eventID, second.eventID, third.eventID]);
    expect(current(await station.ask("snapshot", {})).map((each) => each.id)).toEqual([resolved]);

    const again = await station.ask("setAliases", { params: { id }, body: both });
    expect(again.regrouped).toEqual([]);
    const forgotten = await station.ask("setAliases", {
      params: { id },
      body: { aliases: both.aliases.map(({ name }) => ({ name, people: null })) },
    });
    expect(forgotten.people.people).toEqual([]);
    expect(await photographers(station, forgotten.regrouped[0]?.manifestId as ManifestId)).toEqual([
      "BW",
      "BW + AW",
      "BW",
    ]);
    const { entries } = await station.ask("activity", { query: { limit: 20 } });
    expect(entries.map(({ action }) => action)).toContain("aliasesSet");
  });

  test("are resolved in later scans too, and where a person types a name", async () => {
    const { station, job, id } = await readSeason();
    const { regrouped } = await station.ask("setAliases", { params: { id }, body: both });
    const [first] = await rows(station, regrouped[0]?.manifestId as ManifestId);
    if (!first) throw new Error("an encounter");
    const typed = await station.ask("editEncounter", { params: { id: first.id }, body: { recordedBy: "aw" } });
    expect([typed.values.recordedBy, typed.provenance.recordedBy?.verbatim]).toEqual(["Ann Wave", "aw"]);
    const { asOf } = await station.ask("snapshot", {});
    await station.ask("rescan", { params: { id: job.id } });
    await station.change(
      (each) => each.type === "scanJob" && each.scanJob.id === job.id && each.scanJob.state === "done",
      asOf,
    );
    const { result } = await station.ask("scanJob", { params: { id: job.id } });
    expect(await photographers(station, result?.manifestId as ManifestId)).toEqual([
      "Ann Wave",
      "Bill Wood | Ann Wave",
      "Bill Wood",
    ]);
    const renamed = await station.ask("setAliases", {
      params: { id },
      body: { aliases: [{ name: "AW", people: ["Ann Marie Wave"] }] },
    });
    expect(await photographers(station, renamed.regrouped[0]?.manifestId as ManifestId)).toEqual([
      "Ann Marie Wave",
      "Bill Wood | Ann Marie Wave",
      "Bill Wood",
    ]);
    expect(renamed.people.people.map(({ name }) => name)).toEqual(["Ann Marie Wave", "Bill Wood"]);
  });

  test("a name that is no person leaves an encounter incomplete, until there is a default photographer", async () => {
    const { station, id } = await readSeason();
    const nobody = await station.ask("setAliases", { params: { id }, body: { aliases: [{ name: "BW", people: [] }] } });
    const manifest = nobody.regrouped[0]?.manifestId as ManifestId;
    expect((await rows(station, manifest)).map(({ values, review }) => [values.recordedBy, review])).toEqual([
      [null, "incomplete"],
      ["AW", "pending"],
      [null, "incomplete"],
    ]);
    expect(nobody.people).toMatchObject({ withoutPhotographer: 2 });
    const change = await station.ask("setAliases", {
      params: { id },
      body: { aliases: [], defaultPhotographer: "Cy Lagoon" },
    });
    expect(
      (await rows(station, change.regrouped[0]?.manifestId as ManifestId)).map(({ values, review, provenance }) => [
        values.recordedBy,
        review,
        provenance.recordedBy?.source,
      ]),
    ).toEqual([
      ["Cy Lagoon", "pending", "population"],
      ["AW", "pending", "folder"],
      ["Cy Lagoon", "pending", "population"],
    ]);
  });

  test("a person's own name is not made to stand for another one", async () => {
    const { station, id } = await readSeason();
    await station.ask("setAliases", { params: { id }, body: both });
    const body: AliasesRequest = { aliases: [{ name: "Ann Wave", people: ["Bill Wood"] }] };
    await expect(station.ask("setAliases", { params: { id }, body })).rejects.toMatchObject({
      code: "VALIDATION_FAILED",
      detail:
        "Ann Wave is a person that other names, cameras or the default stand for. Say of those first who they are.",
      fields: undefined,
    });
    expect((await station.ask("people", { params: { id } })).people.map(({ name }) => name)).toEqual([
      "Ann Wave",
      "Bill Wood",
    ]);
  });

  test("of what was delivered the photographer is corrected on the hub, and no photograph is sent again", async () => {
    const { hub, key } = await openTestHub();
    const { station, id, manifest } = await readSeason();
    await station.ask("connect", { body: { hub: hub.url, key } });
    await station.ask("approve", { params: { id: manifest }, body: {} });
    await station.synced(manifest);
    const { regrouped } = await station.ask("setAliases", { params: { id }, body: both });
    const resolved = regrouped[0]?.manifestId as ManifestId;
    await station.ask("approve", { params: { id: resolved }, body: {} });
    expect(await station.ask("plan", { params: { id: resolved } })).toMatchObject({ create: 0, update: 3, upload: 0 });
    expect(await station.synced(resolved)).toMatchObject({ result: { bytesSent: 0, corrected: { updated: 3 } } });
    const { people, names } = await station.ask("people", { params: { id } });
    expect(people.map(({ name, onHub }) => [name, onHub])).toEqual([
      ["Ann Wave", true],
      ["Bill Wood", true],
    ]);
    expect(names.map(({ state }) => state)).toEqual(["linked", "linked"]);
  });

  test("a misspelt person whom the hub has may stand for another once no other name stands for them, and is put right there", async () => {
    const { hub, key } = await openTestHub();
    const { station, id, manifest } = await readSeason();
    const say = (...aliases: AliasesRequest["aliases"]) =>
      station.ask("setAliases", { params: { id }, body: { aliases } });
    const deliver = async (of: ManifestId) => {
      await station.ask("approve", { params: { id: of }, body: {} });
      return station.synced(of);
    };
    await station.ask("connect", { body: { hub: hub.url, key } });
    const [first] = await rows(station, manifest);
    const typed = { params: { id: first?.id as never }, body: { recordedBy: "Kate Nowack" } };
    await station.ask("editEncounter", typed);
    const misspelt = await say(
      { name: "Kate Nowack", people: ["Kate Nowack"] },
      { name: "BW", people: ["Kate Nowack"] },
      { name: "AW", people: ["Ann Wave"] },
    );
    await deliver(misspelt.regrouped[0]?.manifestId as ManifestId);
    const right = { name: "Kate Nowack", people: ["Kate Nowak"] };
    await expect(say(right)).rejects.toMatchObject({ code: "VALIDATION_FAILED" });
    const corrected = await say({ name: "BW", people: ["Kate Nowak"] }, right);
    expect(corrected.people.people).toEqual([
      { name: "Ann Wave", onHub: true },
      { name: "Kate Nowak", onHub: false },
    ]);
    const now = corrected.regrouped[0]?.manifestId as ManifestId;
    expect(await photographers(station, now)).toEqual(["Kate Nowak", "Kate Nowak | Ann Wave", "Kate Nowak"]);
    expect(await deliver(now)).toMatchObject({ result: { bytesSent: 0, corrected: { updated: 3 } } });
    const back = await say({ name: "Kate Nowack", people: null });
    expect(back.people.people.map(({ name }) => name)).toEqual(["Ann Wave", "Kate Nowack", "Kate Nowak"]);
  });

  test("an unresolved name warns once somebody is resolved, blocks where a person wants that, and is settled by an edit", async () => {
    const { station, id, manifest } = await readSeason();
    const found = async (of = manifest) =>
      (await rows(station, of)).map(({ review, findings }) =>
        [review, ...findings.flatMap(({ code }) => (code.startsWith("PHOTOGRAPHER") ? [code] : []))].join(" "),
      );
    const say = (body: AliasesRequest) => station.ask("setAliases", { params: { id }, body });
    expect(await found()).toEqual(["pending", "pending", "pending"]);
    const { regrouped } = await say({ aliases: [{ name: "AW", people: ["Ann Wave"] }] });
    const later = regrouped[0]?.manifestId as ManifestId;
    const all = (text: string) => [text, text, text];
    expect(await found(later)).toEqual(all("pending PHOTOGRAPHER_UNRESOLVED"));
    await say({ aliases: [], unresolvedNames: "block" });
    expect(await found(later)).toEqual(all("incomplete PHOTOGRAPHER_TO_RESOLVE"));
    const refused = await station.ask("approve", { params: { id: later }, body: {} });
    expect(refused).toMatchObject({ approved: 0, incomplete: 3, leftOut: [{ finding: "PHOTOGRAPHER_TO_RESOLVE" }] });
    const [first] = await rows(station, later);
    const edited = await station.ask("editEncounter", {
      params: { id: first?.id as never },
      body: { recordedBy: "Ann Wave" },
    });
    expect(edited.review).toBe("pending");
    expect(edited.findings.filter(({ code }) => code.startsWith("PHOTOGRAPHER"))).toEqual([]);
    await say({ aliases: [], unresolvedNames: "allow" });
    expect(await found(later)).toEqual(["pending", "pending", "pending"]);
    // What is approved stays so, whatever is asked for later.
    await station.ask("approve", { params: { id: later }, body: {} });
    const asked = await say({ aliases: [], unresolvedNames: "block" });
    expect(asked.people.unresolvedNames).toBe("block");
    expect((await found(later)).map((text) => text.split(" ")[0])).toEqual(["approved", "approved", "approved"]);
  });
});
