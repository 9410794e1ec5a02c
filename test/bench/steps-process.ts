/** The engine one image at a time, with a stopwatch of CPU time around each port. */
import type { EnginePorts, HubClient, ImageChange, Ledger, PutBlob, RunMark } from "@landfall/engine";
import type { EncounterId, ManifestId, Sha256 } from "@landfall/protocol";
import { httpHub, openEngine } from "./engine.ts";
import { readJob } from "./processes.ts";
import { type Step, type StepCosts, stepNames } from "./step-names.ts";

export interface StepsJob {
  readonly database: string;
  /** The first warms up. */
  readonly manifests: readonly ManifestId[];
  readonly hubUrl: string;
}

const costs = Object.fromEntries(stepNames.map((name) => [name, 0])) as StepCosts;

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** What steps that hold the thread have cost so far: it is taken off the step that was waiting meanwhile. */
let heldMs = 0;

const timed =
  <A extends unknown[], T>(step: Step, work: (...args: A) => Promise<T>) =>
  async (...args: A): Promise<T> => {
    const before = cpuMs();
    const heldBefore = heldMs;
    try {
      return await work(...args);
    } finally {
      costs[step] += cpuMs() - before - (heldMs - heldBefore);
    }
  };

const timedNow =
  <A extends unknown[], T>(step: (...args: A) => Step, work: (...args: A) => T) =>
  (...args: A): T => {
    const before = cpuMs();
    try {
      return work(...args);
    } finally {
      const ms = cpuMs() - before;
      costs[step(...args)] += ms;
      heldMs += ms;
    }
  };

/** The last byte is told of with the answer: the next image does not begin before, and each step is measured alone. */
const oneAtATime =
  (putBlob: PutBlob): PutBlob =>
  async (target, body, options) => {
    const onSent = (sentBytes: number) => {
      if (sentBytes < body.bytes) options.onSent(sentBytes);
    };
    await putBlob(target, body, { ...options, onSent });
    options.onSent(body.bytes);
  };

const around = (ports: EnginePorts): EnginePorts => {
  const hub = ports.hub();
  const timedHub: HubClient = {
    ...hub,
    match: timed("plan", hub.match),
    known: timed("plan", hub.known),
    findOrCreate: timed("sessions", hub.findOrCreate),
    openSessions: timed("sessions", hub.openSessions),
    commit: timed("commit", hub.commit),
  };
  const { ledger } = ports;
  const markOf = (_: EncounterId, [change]: readonly ImageChange[], __: RunMark): Step =>
    change?.event.type === "uploaded" ? "markUploaded" : "markComplete";
  const timedLedger: Ledger = {
    ...ledger,
    encounters: timedNow((_: ManifestId) => "plan", ledger.encounters),
    images: timedNow((_: EncounterId) => "plan", ledger.images),
    sources: timedNow((_: EncounterId, __: Sha256) => "lookUp", ledger.sources),
    applyImages: timedNow(markOf, ledger.applyImages),
  };
  return {
    ...ports,
    ledger: timedLedger,
    hub: () => timedHub,
    putBlob: timed("put", oneAtATime(ports.putBlob)),
    readSource: timed("readAndHash", ports.readSource),
  };
};

const { database, manifests, hubUrl } = await readJob<StepsJob>();
const engine = openEngine({ database, hub: httpHub(hubUrl), concurrency: 1, around });
const [warm, ...measured] = manifests;
if (warm) await engine.deliver(warm);
for (const step of stepNames) costs[step] = 0;
const before = cpuMs();
for (const manifest of measured) await engine.deliver(manifest);
const all = cpuMs() - before;
costs.rest = all - stepNames.reduce((sum, step) => sum + costs[step], 0);
console.log(JSON.stringify(costs));
engine.close();
process.exit(0);
