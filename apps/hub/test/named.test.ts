import { LandfallError } from "@landfall/protocol";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestHub, type TestHub } from "./support/hub.ts";

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub?.stop());

it("individuals are created once, found again in any spelling, listed in pages, and failures are told by name", async () => {
  const params = { id: hub.population.id };
  const names = ["T002B", "J047", "\t"];
  const { items } = await hub.client.ensureIndividuals({ params, body: { names } });
  expect(items.map(({ name, state }) => [name, state])).toEqual([
    ["T002B", "created"],
    ["J047", "created"],
    ["\t", "failed"],
  ]);
  const again = await hub.client.ensureIndividuals({ params, body: { names: ["j047", "T002B"] } });
  expect(again.items).toMatchObject([
    { name: "j047", state: "found", as: "J047" },
    { name: "T002B", state: "found", as: "T002B" },
  ]);
  const first = await hub.client.individuals({ params, query: { after: "", limit: 1 } });
  expect(first.individuals.map(({ name }) => name)).toEqual(["J047"]);
  const second = await hub.client.individuals({ params, query: { after: first.next ?? "", limit: 1 } });
  expect([second.individuals.map(({ name }) => name), second.next]).toEqual([["T002B"], null]);
});

it("photographers are other names than individuals, and another population's are nobody's business", async () => {
  const params = { id: hub.population.id };
  const { items } = await hub.client.resolvePhotographers({ params, body: { names: ["Bill Wood", "J047"] } });
  expect(items.map(({ state }) => state)).toEqual(["created", "created"]);
  const elsewhere = { id: "00000000-0000-4000-8000-000000000000" as typeof hub.population.id };
  await expect(hub.client.ensureIndividuals({ params: elsewhere, body: { names: ["J047"] } })).rejects.toBeInstanceOf(
    LandfallError,
  );
});
