import { afterAll, beforeAll, expect, it } from "vitest";
import { newEncounter, startTestHub, type TestHub } from "./support/hub.ts";
import { someValues } from "./support/requests.ts";

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub?.stop());

it("an encounter of a station that says nothing of a group is given back with all that could be said", async () => {
  const { values } = await newEncounter(hub, { values: someValues });
  expect(values).toMatchObject({ ...someValues, individualCount: null, behavior: null });
});

it("what a sheet says of a group is kept, and filled where it was not known", async () => {
  const first = await newEncounter(hub, { values: { ...someValues, locality: "Active Pass", behavior: "travel" } });
  const again = await newEncounter(hub, {
    eventID: first.eventID,
    values: { ...someValues, locality: "Active Pass", behavior: "rest", individualCount: 12 },
  });
  expect(again.id).toBe(first.id);
  expect(again.values).toMatchObject({ behavior: "travel", individualCount: 12 });
});

it("a correction touches what it names and nothing else", async () => {
  const { id, version } = await newEncounter(hub, {
    values: { ...someValues, locality: "Plumper", individualCount: 7 },
  });
  const { values } = await hub.client.correct({
    params: { id },
    body: { groupSizeMin: 5 },
    headers: { "if-match": `"${version}"` },
  });
  expect(values).toMatchObject({ locality: "Plumper", individualCount: 7, groupSizeMin: 5 });
});
