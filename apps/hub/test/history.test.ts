import { lastChangeHeader, readLastChange, writeLastChange } from "@landfall/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newEncounter, startTestHub, type TestHub } from "./support/hub.ts";
import { startPostgres } from "./support/postgres.ts";

const makers = [
  { name: "SQLite", start: async () => ({ options: {}, stop: async () => {} }) },
  {
    name: "PostgreSQL",
    start: async () => {
      const postgres = await startPostgres();
      return { options: { databaseUrl: await postgres.createDatabase() }, stop: () => postgres.stop() };
    },
  },
];

describe.each(makers)("what a station was told, on $name", ({ start }) => {
  let hub: TestHub;
  let place: Awaited<ReturnType<typeof start>>;
  beforeAll(async () => {
    place = await start();
    hub = await startTestHub(place.options);
  });
  afterAll(async () => {
    await hub?.stop();
    await place?.stop();
  });

  const ask = (path: string, seen?: string, key: string | undefined = hub.key) =>
    fetch(`${hub.hub.url}/api/v1${path}`, {
      headers: { ...(key && { authorization: `Bearer ${key}` }), ...(seen && { [lastChangeHeader]: seen }) },
    });
  const told = (answer: Response) => readLastChange(answer.headers.get(lastChangeHeader));

  it("names no change before there is one, and the newest from then on, to holders of a key alone", async () => {
    expect(told(await ask("/me"))).toBeUndefined();
    await newEncounter(hub);
    const first = told(await ask("/me"));
    expect(first).toMatchObject({ seq: 1 });
    await newEncounter(hub);
    expect(told(await ask("/me"))).toMatchObject({ seq: 2 });
    expect(told(await ask("/health"))).toBeUndefined();
    expect(told(await ask("/me", undefined, "lfk_wrong"))).toBeUndefined();
  });

  it("answers whoever has seen a change that it has, and refuses a change that it lacks or that was another", async () => {
    await newEncounter(hub);
    const newest = told(await ask("/me"));
    if (!newest) throw new Error("no change");
    for (const [seen, status] of [
      [newest, 200],
      [{ ...newest, seq: newest.seq + 1 }, 412],
      [{ ...newest, at: newest.at - 1 }, 412],
    ] as const) {
      const answer = await ask("/me", writeLastChange(seen));
      expect(answer.status).toBe(status);
      if (status === 412) expect(await answer.json()).toMatchObject({ code: "HUB_WENT_BACK" });
    }
    expect((await ask("/me", "nonsense")).status).toBe(200);
    expect((await ask("/me", writeLastChange({ ...newest, seq: 99 }), "lfk_wrong")).status).toBe(401);
  });
});
