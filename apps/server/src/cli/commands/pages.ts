/** Everything of a paged route. */
import type { EncounterRow, ManifestId } from "@landfall/protocol";
import type { StationClient } from "../../station-client.ts";

const pageSize = 500;

export async function allEncounters(client: StationClient, id: ManifestId): Promise<EncounterRow[]> {
  const rows: EncounterRow[] = [];
  for (;;) {
    const query = { filter: "all" as const, offset: rows.length, limit: pageSize };
    const { items, total } = await client.encounters({ params: { id }, query });
    rows.push(...items);
    if (items.length === 0 || rows.length >= total) return rows;
  }
}
