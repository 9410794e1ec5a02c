/** One sync run on one screen: plan, deliver what is due, take up what failed in rounds, until nothing is due any more. */
import type { EncounterId, LandfallError } from "@landfall/protocol";
import { unlessCut } from "../flow/unless-cut.ts";
import { partition } from "../parts.ts";
import { makePlan } from "../plan/ask-hub.ts";
import { needsHub } from "../plan/correct.ts";
import type { Plan, PlannedEncounter } from "../plan/model.ts";
import { seenInPlan } from "../plan/seen-there.ts";
import { isWentBack } from "../plan/went-back.ts";
import { encountersAtOnce, passPauseMs, runWindowMs } from "../policy.ts";
import { callHub, type RunContext, remember } from "../steps/context.ts";
import { deliver, type Pass, room } from "../steps/deliver.ts";
import { ensureNames } from "../steps/ensure-names.ts";
import { createWorkLine, orderWork } from "./order.ts";

export interface RunHooks {
  /** Nothing can be done before this time (null: before a person acts). Resolves when it is time, or when woken. */
  readonly rest: (untilMs: number) => Promise<void>;
}

const askHub = (context: RunContext, only?: ReadonlySet<EncounterId>): Promise<Plan> =>
  makePlan({ ...context.task, ...(only && { only }) }, context.ports.ledger, (call) =>
    callHub(context, "hubCall", (hub) => call(hub), { untilBack: true }),
  );

/** The way to the store is opened while encounters are made and sessions opened: far away it costs a round trip or more. */
function openAhead({ ports, transfers }: RunContext, { blobs }: Plan, certain: readonly PlannedEncounter[]): void {
  const images = certain.reduce((sum, { upload }) => sum + upload, 0);
  if (blobs && images > 0) ports.preconnect(blobs, Math.min(images, transfers.now()));
}

interface Turn {
  readonly certain: readonly PlannedEncounter[];
  readonly questions: readonly EncounterId[];
  /** To be corrected, and claimed by another run. */
  readonly left: readonly EncounterId[];
}

/** Plans, and claims what is certain; what another run is bringing already is left for a later turn. */
async function planTurn(context: RunContext, only?: ReadonlySet<EncounterId>): Promise<Turn> {
  const { planning, signal, task } = context;
  const { line, claims } = planning(task.population);
  return line.add(
    async () => {
      const plan = await askHub(context, only);
      // A run that has ended in the meantime claims nothing: nobody would give it back.
      signal.throwIfAborted();
      await remember(context, (ledger) => ledger.seenThere(seenInPlan(plan)));
      const [questions, certain] = partition(plan.encounters, ({ action }) => action.kind === "ask");
      const [claimed, left] = partition(certain, ({ tokens }) => claims.take(task.run, tokens));
      openAhead(context, plan, claimed);
      return {
        certain: claimed,
        questions: questions.map(({ encounter }) => encounter.id),
        left: left.filter(({ correction }) => needsHub(correction)).map(({ encounter }) => encounter.id),
      };
    },
    { signal },
  );
}

/** Delivers the encounters of a turn in the order that is set, a few at a time; what a person chooses meanwhile goes next. */
async function pass(context: RunContext, { certain }: Turn): Promise<Pass> {
  const { ports, settings, task } = context;
  const line = createWorkLine(orderWork(certain, settings().order, () => ports.ledger.ratings(task.manifest)));
  const state: Pass = {
    onHub: new Map(),
    versions: new Map(),
    overtaken: new Set(),
    uncorrected: new Map(),
    sent: [],
    settled: [],
  };
  const deliverSome = async () => {
    for (;;) {
      await context.unpaused();
      // What is taken is begun at once: a later choice still comes before what stands in line.
      await room(context);
      const item = line.next(ports.ledger.chosen(task.manifest));
      if (!item) return;
      await deliver(context, item, state);
    }
  };
  await Promise.all(Array.from({ length: encountersAtOnce }, deliverSome));
  await Promise.all(state.sent);
  // Receipts need no wire.
  await context.lull(() => Promise.all(state.settled));
  return state;
}

/** Before what is still due: a moment, or, where another run brings all of it already, until that has brought its own. */
function betweenPasses(context: RunContext, taken: number): Promise<void> {
  const { planning, ports, signal, task } = context;
  const others = taken === 0 ? planning(task.population).claims.othersRelease(task.run) : undefined;
  return others ? context.lull(() => unlessCut(others, signal)) : ports.clock.sleep(passPauseMs, signal);
}

/** Resolves when the run has nothing more to do: all delivered, or what is left needs a person. */
export async function syncManifest(context: RunContext, hooks: RunHooks): Promise<void> {
  const { task, ports, signal } = context;
  const { ledger, clock } = ports;
  /** They wait for a person's answer; the run does not. */
  const asked = new Set<EncounterId>();
  /** To be corrected, and planned anew for that. */
  const again = new Set<EncounterId>();
  /** As far as no later turn has corrected it. */
  const uncorrected = new Map<EncounterId, LandfallError>();
  /** What a hub that was put back to an earlier state has forgotten is told in a turn with all of them. */
  let toldSinceMs = ledger.wentBackMs();
  const isForgotten = () => ledger.wentBackMs() !== toldSinceMs;
  /** Their strays were taken up in this run. */
  const tidied = new Set<EncounterId>();
  const due = () =>
    new Set([...ledger.dueEncounters(task.manifest, clock.now()), ...again].filter((id) => !asked.has(id)));
  const takeTurn = async (only?: ReadonlySet<EncounterId>) => {
    await context.unpaused();
    if (only === undefined) toldSinceMs = ledger.wentBackMs();
    try {
      const turn = await planTurn(context, only);
      again.clear();
      for (const id of turn.questions) asked.add(id);
      if (turn.questions.length > 0) await remember(context, () => ledger.asked(turn.questions));
      if (turn.certain.length > 0) await ensureNames(context);
      const done = await pass(context, turn);
      for (const id of [...turn.left, ...done.overtaken]) again.add(id);
      for (const { encounter } of turn.certain) uncorrected.delete(encounter.id);
      for (const [id, error] of done.uncorrected) uncorrected.set(id, error);
      return turn.certain.length;
    } catch (error) {
      if (!isWentBack(error) || !isForgotten()) throw error;
      return 0;
    } finally {
      context.planning(task.population).claims.release(task.run);
    }
  };

  if (task.kind === "sync") await takeTurn();
  for (;;) {
    signal.throwIfAborted();
    if (isForgotten()) {
      await takeTurn();
      continue;
    }
    const encounters = due();
    if (encounters.size > 0) {
      const taken = await takeTurn(encounters);
      if (due().size > 0) await betweenPasses(context, taken);
      continue;
    }
    const strays = ledger.strayEncounters(task.manifest).filter((id) => !tidied.has(id) && !asked.has(id));
    if (strays.length > 0) {
      for (const id of strays) tidied.add(id);
      await takeTurn(new Set(strays));
      continue;
    }
    const nextMs = ledger.nextDueMs(task.manifest);
    if (nextMs === null || nextMs > task.startedAtMs + runWindowMs) break;
    await hooks.rest(nextMs);
  }
  // All that could be delivered is; what could not be corrected is told of by how the run ends.
  const [first] = uncorrected.values();
  if (first) throw first;
}
