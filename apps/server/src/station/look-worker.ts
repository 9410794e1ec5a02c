/** Entry of the thread that reads off many files what a page shows of them: it keeps the main thread free. */
import { parentPort, workerData } from "node:worker_threads";
import { read, readerOf, type StationDatabase } from "@landfall/db";
import { LandfallError } from "@landfall/protocol";
import type { Answer, FromReader, LookStart, Question } from "./look-messages.ts";
import { lookTable } from "./look-table.ts";

const { database } = workerData as LookStart;
const db = readerOf(database);
parentPort?.postMessage({ opened: true } satisfies FromReader);

function answerTo({ id, name, given }: Question): Answer {
  const look = lookTable[name] as (of: StationDatabase, ...rest: readonly unknown[]) => unknown;
  try {
    return { id, answer: read(db, () => look(db, ...given)) };
  } catch (error) {
    if (!(error instanceof LandfallError)) throw error;
    return { id, failed: { code: error.code, detail: error.detail } };
  }
}

parentPort?.on("message", (question: Question) => parentPort?.postMessage(answerTo(question)));
