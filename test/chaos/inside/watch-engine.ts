/** The engine's ports with edges around every effect, a hurried clock, and a journal of what went over the wire. */
import { writeSync } from "node:fs";
import {
  type EnginePorts,
  type HubClient,
  type ImageEvent,
  type ImageRecord,
  type Ledger,
  type RunEvent,
  stepImage,
  stepRun,
} from "../../../packages/engine/src/index.ts";
import { edge, inside } from "./edge.ts";

export interface WatchOptions {
  /** A file that outlives the process, whatever becomes of it. */
  readonly journal: number;
  /** Time goes this many times faster from this moment on: in the next process too. */
  readonly hurry: number;
  readonly hurriedFromMs: number;
  /** Stands still there until the starting process says to go on. */
  readonly hold: (name: string) => Promise<void>;
}

/** `from→to` of an image; one name wherever it happens. */
export const imageTransition = (from: ImageRecord, event: ImageEvent): string =>
  `image ${from.state}→${stepImage(from, event).state}`;
export const runTransition = (from: string, to: string): string => `run ${from}→${to}`;

/** One call to a far end: nothing sent, on its way, answered. */
async function call<T>(name: string, hold: WatchOptions["hold"], work: () => Promise<T>): Promise<T> {
  edge(`${name} | before`);
  const answer = work();
  // The request has been handed to the socket, and has come as far as it has come.
  setImmediate(() => edge(`${name} | on its way`));
  const result = await answer;
  edge(`${name} | answer is here`);
  await hold(name);
  return result;
}

function watchLedger(own: Ledger): Ledger {
  const named = <Name extends keyof Ledger>(name: Name): Ledger[Name] =>
    ((...args: unknown[]) =>
      inside(`=station ${name}`, () => (own[name] as (...args: unknown[]) => unknown)(...args))) as Ledger[Name];
  return {
    ...own,
    bind: named("bind"),
    acknowledgeBlock: named("acknowledgeBlock"),
    forgetBlocks: named("forgetBlocks"),
    applyImages: (encounter, changes, mark) => {
      const records = new Map(own.images(encounter).map(({ sha256, record }) => [sha256, record]));
      const transitions = changes.flatMap(({ sha256, event }) => {
        const record = records.get(sha256);
        return record && stepImage(record, event) !== record ? [imageTransition(record, event)] : [];
      });
      inside(`=${[...new Set(transitions)].join("&")}`, () => own.applyImages(encounter, changes, mark));
    },
    applyRun: (run, event: RunEvent) => {
      const from = own.run(run);
      return inside(`=${runTransition(from.state, stepRun(from, event).state)}`, () => own.applyRun(run, event));
    },
  };
}

export function watchEngine(own: EnginePorts, { journal, hurry, hurriedFromMs, hold }: WatchOptions): EnginePorts {
  const note = (what: string, name: string, bytes: number) => writeSync(journal, `${what} ${name} ${bytes}\n`);
  const blobOf = (url: string): string => new URL(url).pathname;
  const put = (name: string, what: string, bytes: number, work: (half: (sent: number) => void) => Promise<void>) => {
    note("put", what, bytes);
    let isHalf = false;
    const half = (sent: number) => {
      if (isHalf || sent * 2 < bytes) return;
      isHalf = true;
      edge(`${name} | half of it is sent`);
    };
    return call(name, hold, () => work(half).then(() => void note("stored", what, bytes)));
  };
  return {
    ...own,
    ledger: watchLedger(own.ledger),
    clock: {
      now: () => Math.round(hurriedFromMs + (own.clock.now() - hurriedFromMs) * hurry),
      sleep: (ms, signal) => own.clock.sleep(ms / hurry, signal),
    },
    hub: () => {
      const client = own.hub();
      return Object.fromEntries(
        Object.entries(client).map(([name, ask]) => [
          name,
          (...args: unknown[]) =>
            call(`call ${name}`, hold, () => (ask as (...args: unknown[]) => Promise<unknown>)(...args)),
        ]),
      ) as unknown as HubClient;
    },
    putBlob: (target, body, options) =>
      put("send blob", blobOf(target.url), body.bytes, (half) => {
        const onSent = (sent: number) => {
          half(sent);
          options.onSent(sent);
        };
        return own.putBlob(target, body, { ...options, onSent });
      }),
    putBlock: (target, block, options) =>
      put("send block", `${blobOf(target.url)}#${block.id}`, block.bytes.length, (half) => {
        const onSent = (sent: number) => {
          half(sent);
          options.onSent(sent);
        };
        return own.putBlock(target, block, { ...options, onSent });
      }),
    putBlockList: (target, ids, options) => call("send block list", hold, () => own.putBlockList(target, ids, options)),
    readSource: async (files, expected) => {
      const source = await own.readSource(files, expected);
      edge("read source | read");
      return {
        ...source,
        prove: async () => {
          await source.prove();
          edge("read source | proved");
        },
      };
    },
  };
}

/** Nothing waits anywhere unless it is asked to. */
export const neverHold = async (): Promise<void> => {};
