import { join } from "node:path";
import { expect, test } from "vitest";
import { drawSeason } from "../../../../fixtures/index.ts";
import { run } from "../../src/cli/main.ts";
import { aDataFolder, aFolder } from "../a-service.ts";
import { terminal } from "./terminal.ts";

const { stdout, stderr } = terminal();

/** One encounter of the first of May. */
async function anEncounter() {
  const here = ["--data", aDataFolder()];
  const folder = join(aFolder(), "Season");
  await drawSeason(folder, { encounters: 1, imagesPerEncounter: 1, seed: "edit" });
  expect(await run(["scan", folder, "--population", "Residents", "--json", ...here])).toBe(0);
  const { manifestId } = JSON.parse(stdout.last());
  expect(await run(["review", manifestId, "--json", ...here])).toBe(0);
  const { id } = JSON.parse(stdout.last()).encounters[0];
  const edit = async (...set: string[]) => {
    const code = await run(["edit", id, ...set.flatMap((each) => ["--set", each]), ...here]);
    return `${code} ${(code === 0 ? stdout : stderr).last()}`;
  };
  const undo = async (...what: string[]) => {
    const code = await run(["undo", ...what, ...here]);
    return `${code} ${(code === 0 ? stdout : stderr).last()}`;
  };
  return { manifestId, here, edit, undo, told: async () => stdout.text() };
}

test("a day that was typed and that no photograph states is warned of, and one in the future blocks", async () => {
  const { manifestId, here, edit, told } = await anEncounter();
  const differs = "The day that was typed is not the one that the photographs state.";
  expect(await edit("eventDate=2023-06-12")).toContain("0 ");
  expect(await told()).toContain(differs);
  stdout.clear();
  for (const same of ["2024-05-02", "2024-04-30", "2024-05", "2024"]) await edit(`eventDate=${same}`);
  expect(await told()).not.toContain(differs);
  expect(await told()).toContain("Saved; the encounter is pending.");
  await edit("eventDate=2999-06-30");
  expect(await told()).toContain("Saved; the encounter is incomplete.");
  expect(await told()).toContain("The encounter's day is in the future. Correct its date.");
  expect(await run(["review", manifestId, "--json", ...here])).toBe(0);
  const [encounter] = JSON.parse(stdout.last()).encounters;
  expect(encounter).toMatchObject({
    state: "incomplete",
    missing: [],
    eventID: expect.stringMatching(/^[\da-f-]{36}$/),
  });
  expect(encounter.findings).toContainEqual(
    expect.objectContaining({ severity: "blocking", hint: "Correct its date.", images: [] }),
  );
});

test("one half of a position is refused", async () => {
  const { edit } = await anEncounter();
  expect(await edit("decimalLatitude=48.5")).toMatch(/^1 .*--set: a position is one thing: give decimalLatitude and/);
  expect(await edit("decimalLatitude=48.5", "decimalLongitude=-123.1")).toMatch(/^0 /);
});

test("an edit is undone by its id or as the last change of its manifest, and once", async () => {
  const { manifestId, edit, undo, told } = await anEncounter();
  await edit("locality=Robson Bight");
  const [id = ""] = /(?<=landfall undo )\S+/.exec(await told()) ?? [];
  await edit("locality=Blackney Pass");
  expect(await undo("--list", manifestId)).toContain("0 ");
  expect(await told()).toMatch(
    /\d{4}-\d\d-\d\d \d\d:\d\d from the command line {2}edit of locality = Robson Bight: 2024-05-01 · Blackney Pass/,
  );
  expect(await undo(id)).toContain("Changed, approved, denied or reopened since");
  expect(await undo("--last", manifestId)).toMatch(/^0 /);
  expect(await undo(id)).toMatch(/^0 /);
  expect(await undo(id)).toContain("what was undone already is none any more");
  expect(await undo("--last", manifestId)).toContain("can be undone");
  expect(await undo()).toContain("give one of CHANGE, --last MANIFEST and --list MANIFEST");
});

test("an edit of an approved encounter is undone in one step, and the log says what was undone", async () => {
  const { manifestId, here, edit, undo, told } = await anEncounter();
  expect(await run(["approve", manifestId, ...here])).toBe(0);
  stdout.clear();
  await edit("locality=Robson Bight");
  const [id = ""] = /(?<=landfall undo )\S+/.exec(await told()) ?? [];
  stdout.clear();
  expect(await undo(id)).toMatch(/^0 /);
  expect(await told()).toContain(", approved");
  expect(await run(["activity", ...here])).toBe(0);
  expect(await told()).toMatch(/Undone .*edit of locality = Robson Bight: 2024-05-01 · /s);
});

test("what changes nothing is no entry of the log", async () => {
  const { manifestId, here, told } = await anEncounter();
  for (const times of [1, 2, 3]) expect([times, await run(["approve", manifestId, ...here])]).toEqual([times, 0]);
  stdout.clear();
  expect(await run(["activity", ...here])).toBe(0);
  expect((await told()).match(/1 encounter approved/g)).toHaveLength(1);
  expect(await told()).not.toContain("0 encounters approved");
});

test("before encounters of several days become one, that is said, and then which days it has", async () => {
  const here = ["--data", aDataFolder()];
  const folder = join(aFolder(), "Season");
  await drawSeason(folder, { encounters: 2, imagesPerEncounter: 1, seed: "merge" });
  expect(await run(["scan", folder, "--population", "Residents", "--json", ...here])).toBe(0);
  const { manifestId } = JSON.parse(stdout.last());
  expect(await run(["review", manifestId, "--json", ...here])).toBe(0);
  const { encounters } = JSON.parse(stdout.last());
  const [first, second] = encounters.map(({ id }: { id: string }) => id);
  expect(await run(["merge", first, second, ...here])).toBe(0);
  expect(stderr.text()).toMatch(
    /They are from 1 May 2024 and \d+ May 2024: it will be one encounter of \d+ days, dated 1 May 2024\./,
  );
  expect(await run(["review", manifestId, ...here])).toBe(0);
  expect(stdout.last()).toContain("the encounter has photographs of several days");
});
