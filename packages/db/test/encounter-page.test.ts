import { EncounterFilter } from "@landfall/protocol";
import { expect, test } from "vitest";
import { walkOf } from "../src/encounter-page.ts";
import { openTemporary } from "./support.ts";

test("a page of any filter is found without reading the encounters before it", () => {
  const db = openTemporary();
  for (const filter of EncounterFilter.options) {
    const sql = `EXPLAIN QUERY PLAN ${walkOf(filter)} ORDER BY e.ordinal LIMIT 50 OFFSET 5000`;
    const plan = db.sql.prepare<[string], { detail: string }>(sql).all("");
    expect([filter, plan.map(({ detail }) => detail)]).toEqual([
      filter,
      [expect.stringMatching(/^SEARCH e USING COVERING INDEX \w+ \(manifest=\?/)],
    ]);
  }
});
