/** The people and animals that encounters name are on the hub before the encounters are. */
import { type Ensured, LandfallError } from "@landfall/protocol";
import { chunks } from "../parts.ts";
import type { HubClient, NameKind } from "../ports.ts";
import { callHub, type RunContext, remember } from "./context.ts";

/** As many as one request may hold. */
const atOnce = 1000;

const calls = { photographer: "resolvePhotographers", individual: "ensureIndividuals" } as const satisfies Record<
  NameKind,
  keyof HubClient
>;

/** Safe to repeat: a name that is there is found. One that fails is noted, and keeps no encounter waiting. */
export async function ensureNames(context: RunContext): Promise<void> {
  const { ledger } = context.ports;
  const { manifest } = context.task;
  for (const kind of Object.keys(calls) as NameKind[]) {
    const names = ledger.namesDue(manifest, kind);
    for (const some of chunks(names, atOnce)) {
      const items = await ensure(context, kind, some);
      if (items) await remember(context, (memory) => memory.named(manifest, kind, items));
    }
  }
}

/** Undefined where the hub has no place for them: one of an earlier release. */
async function ensure(context: RunContext, kind: NameKind, names: string[]): Promise<Ensured[] | undefined> {
  try {
    const { population } = context.task;
    const answer = await callHub(context, "hubCall", (hub, signal) =>
      hub[calls[kind]]({ params: { id: population }, body: { names } }, { signal }),
    );
    return answer.items;
  } catch (error) {
    if (error instanceof LandfallError && error.code === "NOT_FOUND") return undefined;
    throw error;
  }
}
