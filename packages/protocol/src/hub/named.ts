/** People and animals that a population knows by name, on the hub. */
import { z } from "zod";

/** Letters of a photographer's name, or of an individual's identifier. */
export const longestName = 200;

/** Names are compared after Unicode, case and spacing. */
export const EnsureRequest = z.object({ names: z.array(z.string().max(5000)).min(1).max(1000) });
export type EnsureRequest = z.infer<typeof EnsureRequest>;

/** What became of one name. `as` is how the hub writes it; a failed one keeps nobody else waiting. */
export const Ensured = z.discriminatedUnion("state", [
  z.object({ name: z.string(), state: z.literal("found"), id: z.uuid(), as: z.string() }),
  z.object({ name: z.string(), state: z.literal("created"), id: z.uuid(), as: z.string() }),
  z.object({ name: z.string(), state: z.literal("failed"), reason: z.string() }),
]);
export type Ensured = z.infer<typeof Ensured>;

/** In the order of the request. */
export const EnsureResponse = z.object({ items: z.array(Ensured) });
export type EnsureResponse = z.infer<typeof EnsureResponse>;

export const IndividualsQuery = z.object({
  /** `next` of the page before. */
  after: z.string().max(5000).default(""),
  limit: z.coerce.number().int().min(1).max(1000).default(1000),
});

export const IndividualsPage = z.object({
  /** By name. */
  individuals: z.array(z.object({ id: z.uuid(), name: z.string() })),
  /** Null at the end. */
  next: z.string().nullable(),
});
export type IndividualsPage = z.infer<typeof IndividualsPage>;
