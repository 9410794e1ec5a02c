import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { days, drawDays, perDay } from "./storing.ts";
import { openStation, type TestStation, temporaryFolder } from "./support.ts";

describe("what is read off many files", () => {
  let station: TestStation;
  let id: Awaited<ReturnType<TestStation["scan"]>>["id"];
  let population: Awaited<ReturnType<TestStation["scan"]>>["populationId"];

  beforeEach(async () => {
    const folder = join(temporaryFolder("looks"), "Season");
    await drawDays(folder);
    station = await openStation({});
    const set = { recordedBy: "BW" };
    ({ id, populationId: population } = await station.scan({ folders: [folder], population: "Residents", set }));
  });

  test("leaves the station time to answer: what is asked behind it is told before it", async () => {
    const params = { params: { id: population } };
    const examples = ["T002B"];
    const clock = {
      camera: { make: "Canon", model: "EOS 7D", serial: null, folder: null },
      ...{ from: null, to: null, points: [{ shown: "2024-07-15T09:00:00", actual: "2024-07-15T10:00:00" }] },
    };
    const questions = {
      cameras: () => station.ask("cameras", params),
      previewClock: () => station.ask("previewClock", { ...params, body: clock }),
      people: () => station.ask("people", params),
      individuals: () => station.ask("individuals", params),
      previewIdentifiers: () =>
        station.ask("previewIdentifiers", { ...params, body: { examples, corrections: [], forget: [] } }),
      patterns: () => station.ask("patterns", { params: { id } }),
    };
    for (const [name, ask] of Object.entries(questions)) {
      const told: string[] = [];
      const asked = ask().then(() => told.push(name));
      await station.ask("snapshot", {});
      told.push("snapshot");
      await asked;
      expect(told).toEqual(["snapshot", name]);
    }
  });

  test("is of what is known when it is asked, not when it was asked first", async () => {
    const people = () => station.ask("people", { params: { id: population } });
    expect((await people()).names).toMatchObject([{ name: "BW", state: "unresolved", images: days.length * perDay }]);
    const aliases = [{ name: "BW", people: ["Bea Wake"] }];
    const { people: after } = await station.ask("setAliases", { params: { id: population }, body: { aliases } });
    expect(after).toEqual(await people());
    expect(after.names.find(({ name }) => name === "BW")).toMatchObject({ people: [{ name: "Bea Wake" }] });
  });

  test("is given up when the station stops", async () => {
    const asked = station.ask("cameras", { params: { id: population } });
    const given = expect(asked).rejects.toThrow();
    await station.stop();
    await given;
  });
});
