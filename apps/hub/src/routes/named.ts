/** Routes about the people and animals of a population. */
import type { Handlers } from "@landfall/http";
import type { HubContract } from "@landfall/protocol";
import type { KeyHolder } from "../store/keys.ts";
import { ensureNamed, listNamed } from "../store/named.ts";
import { openPopulationOf, populationOf } from "./caller.ts";
import type { HubParts } from "./parts.ts";

type Named = Pick<Handlers<HubContract, KeyHolder>, "individuals" | "ensureIndividuals" | "resolvePhotographers">;

export const namedRoutes = ({ store: { db } }: HubParts): Named => ({
  individuals: async ({ params, query }, { who }) => {
    const { id } = populationOf(who, params.id);
    const rows = await listNamed(db, "individual", id, query.after, query.limit + 1);
    const page = rows.slice(0, query.limit);
    return {
      individuals: page.map((row) => ({ id: row.id, name: row.name })),
      next: rows.length > query.limit ? (page.at(-1)?.folded ?? null) : null,
    };
  },
  ensureIndividuals: async ({ params, body }, { who }) => {
    const { id } = openPopulationOf(who, params.id);
    return { items: await ensureNamed(db, "individual", id, body.names, Date.now()) };
  },
  resolvePhotographers: async ({ params, body }, { who }) => {
    const { id } = openPopulationOf(who, params.id);
    return { items: await ensureNamed(db, "photographer", id, body.names, Date.now()) };
  },
});
