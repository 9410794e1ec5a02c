/** Verifications at work. Each goes on where it was after a killed hub, a killed station, and a night without network. */
import {
  createLedger,
  createVerification,
  endVerification,
  manifestRecord,
  population,
  type StationDatabase,
  unfinishedVerifications,
  type Verification,
  type VerificationWork,
  verification,
  verifications,
  verificationWork,
  write,
} from "@landfall/db";
import { againIfWentBack, createGate, type Gate, lookThere, systemClock, withRetry } from "@landfall/engine";
import {
  type ActivityActor,
  type CheckAnswer,
  type Client,
  type HubContract,
  LandfallError,
  type ManifestId,
  type PopulationId,
  type Sha256,
  toLandfallError,
  type VerificationId,
  type VerificationView,
  type VerifyRequest,
} from "@landfall/protocol";
import { manifestSubject, note } from "./activity.ts";
import type { AzureSources } from "./azure-sources.ts";
import type { StationOptions } from "./port.ts";
import { type AskHub, verifyPart } from "./verify-part.ts";

export interface Verifications {
  /** Goes on with the same one where it is not over; ALREADY_RUNNING while another one of the manifest is at work. */
  start(manifest: ManifestId, request: VerifyRequest, actor: ActivityActor): VerificationView;
  /** NOT_FOUND. */
  view(id: VerificationId): VerificationView;
  /** Of one manifest, newest first. */
  views(manifest: ManifestId): VerificationView[];
  cancel(id: VerificationId): Promise<VerificationView>;
  cancelAll(): void;
  /** Goes on with those that an earlier process left unfinished. */
  resume(): void;
  isBusy(): boolean;
  /** Whatever waits for the hub tries again now. */
  wake(): void;
  /** Leaves them as they are, to be gone on with. */
  stop(): Promise<void>;
}

export interface VerificationsOptions {
  readonly db: StationDatabase;
  readonly hub: () => Client<HubContract>;
  readonly azure: AzureSources;
  readonly checkConnection: () => Promise<unknown>;
  readonly log: StationOptions["log"];
}

interface AtWork {
  readonly gates: readonly Gate[];
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

/** How long the hub may hold an answer while it reads. */
const waitSeconds = 20;
/** A hub that holds nothing is not asked faster than this. */
const askAgainMs = 500;

const cancelled = new Error("the verification was cancelled");
const stopped = new Error("the station stops");

const isSame = (a: VerifyRequest, b: VerifyRequest): boolean =>
  a.scope === b.scope && a.deep === b.deep && a.sample?.part === b.sample?.part && a.sample?.of === b.sample?.of;

export function openVerifications({ db, hub, azure, checkConnection, log }: VerificationsOptions): Verifications {
  const atWork = new Map<VerificationId, AtWork>();
  const ledger = createLedger(db);

  const show = (of: Verification): VerificationView => ({ ...of, waiting: waitingOf(atWork.get(of.id)) });

  const work = async (id: VerificationId, signal: AbortSignal, [hubGate, diskGate]: readonly [Gate, Gate]) => {
    const retry = { clock: systemClock, random: Math.random, signal, tier: "hubCall", untilBack: true } as const;
    const { manifest, request } = verificationWork(db, id);
    const populationId = request.scope === "files" ? null : hubPopulation(db, manifest);
    const askOnce = (sha256: readonly Sha256[], since: string | null) =>
      againIfWentBack(() =>
        hub().check(
          {
            params: { id: populationId as PopulationId },
            headers: { prefer: `wait=${waitSeconds}` },
            body: { sha256: [...sha256], deep: request.deep, ...(since !== null && { since }) },
          },
          { signal },
        ),
      );
    const askHub: AskHub = async (sha256, since) => {
      const answers = new Map<Sha256, CheckAnswer>();
      for (let left = sha256, at = since; ; await systemClock.sleep(askAgainMs, signal)) {
        const ask = () => hubGate.run(() => askOnce(left, at), signal);
        const { asOf, images } = await withRetry(ask, { ...retry, gate: hubGate });
        for (const image of images) answers.set(image.sha256, image);
        at = asOf;
        left = left.filter((one) => (answers.get(one)?.state ?? "Verifying") === "Verifying");
        if (left.length === 0) return { since: at, answers: [...answers.values()] };
      }
    };
    const ports = {
      db,
      azure,
      refreshKeys: checkConnection,
      signal,
      askHub: populationId === null ? undefined : askHub,
    };
    const part = () => diskGate.run(() => verifyPart(ports, verificationWork(db, id)), signal);
    while (await withRetry(part, { ...retry, gate: diskGate }));
    if (populationId === null) return;
    const scope = { manifest, population: populationId };
    const look = () => hubGate.run(() => lookThere(scope, ledger, (call) => call(hub())), signal);
    const seen = await withRetry(look, { ...retry, gate: hubGate });
    await withRetry(() => diskGate.run(async () => ledger.seenThere(seen), signal), { ...retry, gate: diskGate });
  };

  const run = ({ id }: VerificationWork): void => {
    if (atWork.has(id)) return;
    const abort = new AbortController();
    const gates = [0, 1].map(() => createGate({ clock: systemClock, random: Math.random, onChange: () => {} }));
    const done = work(id, abort.signal, gates as [Gate, Gate])
      .then(() => void end(id, "done", null))
      .catch((error: unknown) => fail(id, abort.signal, error))
      .catch((error: unknown) => log.warn("the end of a verification could not be noted", { error }))
      .finally(() => atWork.delete(id));
    atWork.set(id, { gates, abort, done });
  };

  const end = (id: VerificationId, state: "done" | "failed" | "cancelled", error: Verification["error"]) =>
    write(db, () => {
      const { actor } = verificationWork(db, id);
      const of = endVerification(db, id, state, error);
      const subject = [manifestSubject(db, of.manifestId)];
      note(db, actor, { category: "proof", action: "verified", subject, detail: inWords(of) });
      return of;
    });

  const fail = (id: VerificationId, signal: AbortSignal, thrown: unknown): void => {
    // What the station's end cut short goes on the next time.
    if (signal.aborted && signal.reason === stopped) return;
    if (signal.aborted) return void end(id, "cancelled", null);
    const { code, detail } = toLandfallError(thrown);
    log.warn("a verification failed", { code, error: thrown });
    end(id, "failed", { code, detail: detail ?? null });
  };

  const cancel = async (id: VerificationId): Promise<VerificationView> => {
    const running = atWork.get(id);
    running?.abort.abort(cancelled);
    await running?.done;
    const left = verification(db, id);
    return show(left.state === "running" ? end(id, "cancelled", null) : left);
  };

  return {
    start: (manifest, request, actor) => {
      const started = write(db, () => {
        for (const left of unfinishedVerifications(db, manifest)) {
          if (isSame(left.request, request)) return left;
          if (atWork.has(left.id)) throw new LandfallError("ALREADY_RUNNING", { detail: "a verification" });
          end(left.id, "cancelled", null);
        }
        return createVerification(db, manifest, request, actor);
      });
      run(started);
      return show(verification(db, started.id));
    },
    view: (id) => show(verification(db, id)),
    views: (manifest) => {
      manifestRecord(db, manifest);
      return verifications(db, manifest).map(show);
    },
    cancel,
    cancelAll: () => {
      for (const { abort } of atWork.values()) abort.abort(cancelled);
    },
    resume: () => {
      for (const left of unfinishedVerifications(db)) run(left);
    },
    isBusy: () => atWork.size > 0,
    wake: () => {
      for (const { gates } of atWork.values()) for (const gate of gates) gate.wake();
    },
    stop: async () => {
      const ending = [...atWork.values()];
      for (const { abort } of ending) abort.abort(stopped);
      await Promise.all(ending.map(({ done }) => done));
    },
  };
}

/** POPULATION_UNBOUND. */
function hubPopulation(db: StationDatabase, manifest: ManifestId): PopulationId {
  const { hubId, name } = population(db, manifestRecord(db, manifest).populationId) ?? {};
  if (!hubId) throw new LandfallError("POPULATION_UNBOUND", { detail: `population ${name}` });
  return hubId;
}

function waitingOf(running: AtWork | undefined): VerificationView["waiting"] {
  for (const gate of running?.gates ?? []) {
    const state = gate.state();
    if (state.kind === "open") continue;
    const { code, detail } = state.error;
    return { code, detail: detail ?? null, nextAttemptAt: new Date(state.untilMs).toISOString() };
  }
  return null;
}

const against = { both: "the files and the hub", files: "the files", hub: "the hub" } as const;

/** `part 2 of 10, against the hub, bytes read again: 41 images, 40 verified, 0 different, 0 missing, 1 lost, 0 without a receipt` */
function inWords({ scope, deep, sample, state, error, ...of }: Verification): string {
  const what = [
    ...(sample ? [`part ${sample.part} of ${sample.of}`] : []),
    `against ${against[scope]}`,
    ...(deep ? ["bytes read again"] : []),
    ...(state === "done" ? [] : [error ? `${state}: ${error.code}` : state]),
  ].join(", ");
  return `${what}: ${of.images} images, ${of.verified} verified, ${of.different} different, ${of.missing} missing, ${of.lost} lost${of.metadataChanged > 0 ? `, ${of.metadataChanged} the same picture with other metadata` : ""}, ${of.noReceipt} without a receipt${of.notApproved > 0 ? `; ${of.notApproved} of encounters that are not approved now` : ""}`;
}
