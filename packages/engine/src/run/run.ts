/** One sync run on one screen: plan, deliver what is due, take up what failed in rounds, until nothing is due any more. */
import type { EncounterId } from "@landfall/protocol";
import PQueue from "p-queue";
import { makePlan } from "../plan/ask-hub.ts";
import type { Plan } from "../plan/model.ts";
import { encountersAtOnce, passPauseMs, runWindowMs } from "../policy.ts";
import { callHub, type RunContext } from "../steps/context.ts";
import { deliver } from "../steps/deliver.ts";

export interface RunHooks {
  /** Nothing can be done before this time (null: before a person acts). Resolves when it is time, or when woken. */
  readonly rest: (untilMs: number) => Promise<void>;
}

const askHub = (context: RunContext, only?: ReadonlySet<EncounterId>): Promise<Plan> =>
  makePlan({ ...context.task, ...(only && { only }) }, context.ports.ledger, (call) =>
    callHub(context, "hubCall", (hub) => call(hub), { untilBack: true }),
  );

/** Delivers every certain encounter of the plan, a few at a time. */
async function pass(context: RunContext, plan: Plan): Promise<void> {
  const encounters = new PQueue({ concurrency: encountersAtOnce });
  const later: Promise<void>[] = [];
  const work = plan.encounters
    .filter(({ action }) => action.kind !== "ask")
    .map((planned) =>
      encounters.add(
        async () => {
          await context.unpaused();
          await deliver(context, planned, later);
        },
        { signal: context.signal },
      ),
    );
  await Promise.all(work);
  await Promise.all(later);
}

const asked = (plan: Plan): EncounterId[] =>
  plan.encounters.filter(({ action }) => action.kind === "ask").map(({ encounter }) => encounter.id);

/** Resolves when the run has nothing more to do: all delivered, or what is left needs a person. */
export async function syncManifest(context: RunContext, hooks: RunHooks): Promise<void> {
  const { task, ports, signal } = context;
  const { ledger, clock } = ports;
  /** They wait for a person's answer; the run does not. */
  const questions = new Set<EncounterId>();
  const due = () => new Set(ledger.dueEncounters(task.manifest, clock.now()).filter((id) => !questions.has(id)));

  if (task.kind === "sync") {
    const plan = await askHub(context);
    for (const id of asked(plan)) questions.add(id);
    await pass(context, plan);
  }
  for (;;) {
    signal.throwIfAborted();
    const encounters = due();
    if (encounters.size > 0) {
      const plan = await askHub(context, encounters);
      for (const id of asked(plan)) questions.add(id);
      await pass(context, plan);
      await clock.sleep(passPauseMs, signal);
      continue;
    }
    const nextMs = ledger.nextDueMs(task.manifest);
    if (nextMs === null || nextMs > task.startedAtMs + runWindowMs) return;
    await hooks.rest(nextMs);
  }
}
