/** Groups in a thread of its own where that takes long, else at once. */
import { countFiles, type DraftSource, type Reading, type StationDatabase, scanJobView, someFrom } from "@landfall/db";
import { LandfallError, type PatternPreview, type ScanJobId } from "@landfall/protocol";
import { endOf, startThread } from "@landfall/survey/thread";
import type { FromPlace, FromThread, ThreadStart, ToGroup } from "./draft-messages.ts";
import { type AboutDraft, draftOfReading } from "./draft-of-reading.ts";
import type { Looks } from "./looks.ts";
import { readingOf } from "./pattern-folders.ts";
import { previewGrouped } from "./pattern-preview.ts";

export interface GroupedDraft {
  readonly about: AboutDraft;
  readonly source: DraftSource;
  /** Lets go of it. */
  readonly end: () => Promise<unknown>;
}

/** A thread takes longer to start than so many files to be grouped. */
const filesAtOnce = 1_000;

export async function groupDraft(db: StationDatabase, reading: Reading, signal: AbortSignal): Promise<GroupedDraft> {
  if (countFiles(db, reading.reading) <= filesAtOnce) {
    const { about, placed } = draftOfReading(db, reading);
    const from: DraftSource["from"] = async (place) => someFrom(placed, place);
    return { about, source: { ...about.outline, from }, end: async () => {} };
  }
  const thread = startGrouping(db, { what: "draft", reading }, signal);
  const { about } = await answerOf(thread, "draft");
  return { about, source: { ...about.outline, from: thread.from }, end: thread.end };
}

/** NOT_FOUND where nothing has been read to its end. */
export async function previewPatterns(
  { db, looks }: { readonly db: StationDatabase; readonly looks: Pick<Looks, "ofScanJob"> },
  scanJob: ScanJobId,
  patterns: readonly string[],
): Promise<PatternPreview> {
  const reading = readingOf(db, scanJob);
  if (!reading) {
    const { name } = scanJobView(db, scanJob);
    throw new LandfallError("NOT_FOUND", { detail: `scan job ${name} has not been read to its end` });
  }
  const unmapped = await looks.ofScanJob("unmapped", scanJob, patterns);
  return { ...(await groupPreview(db, reading, patterns)), unmapped };
}

async function groupPreview(db: StationDatabase, reading: Reading, patterns: readonly string[]) {
  if (countFiles(db, reading.reading) <= filesAtOnce) return previewGrouped(db, reading, patterns);
  const thread = startGrouping(db, { what: "preview", reading, patterns });
  const { preview } = await answerOf(thread, "preview");
  await thread.end();
  return preview;
}

type First = Exclude<FromThread, { type: "opened" | "placed" | "failed" }>;

interface Thread {
  readonly first: Promise<First>;
  readonly from: DraftSource["from"];
  readonly end: () => Promise<unknown>;
}

async function answerOf<Type extends First["type"]>(thread: Thread, type: Type) {
  try {
    const first = await thread.first;
    if (first.type !== type) throw new Error(`The thread that groups answered ${first.type}.`);
    return first as Extract<First, { type: Type }>;
  } catch (error) {
    await thread.end();
    throw error;
  }
}

type Placed = Awaited<ReturnType<DraftSource["from"]>>;

function startGrouping({ sql, session }: StationDatabase, toGroup: ToGroup, signal?: AbortSignal): Thread {
  const start: ThreadStart = { database: { file: sql.name, session }, toGroup };
  const worker = startThread(new URL("./draft-worker.ts", import.meta.url), {
    workerData: start,
    // What is read of a file lives until all is grouped; a small young generation keeps the thread small.
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
  });
  const end = endOf(worker);
  const first = Promise.withResolvers<First>();
  const asked = new Map<number, ReturnType<typeof Promise.withResolvers<Placed>>>();
  let ended: unknown = null;
  const finish = (error: unknown) => {
    ended ??= error;
    first.reject(ended);
    for (const each of asked.values()) each.reject(ended);
    asked.clear();
  };
  const abort = () => {
    finish(signal?.reason);
    void end();
  };
  worker.on("message", (message: FromThread) => {
    if (message.type === "failed")
      finish(new LandfallError(message.code, message.detail === undefined ? {} : { detail: message.detail }));
    else if (message.type === "placed") {
      asked.get(message.id)?.resolve(message.placed);
      asked.delete(message.id);
    } else if (message.type !== "opened") first.resolve(message);
  });
  worker.once("error", finish);
  worker.once("exit", (code) => finish(new Error(`The thread that groups ended with code ${code}.`)));
  signal?.addEventListener("abort", abort);
  if (signal?.aborted) abort();
  let next = 0;
  return {
    first: first.promise,
    from: (place) => {
      if (ended !== null) return Promise.reject(ended);
      const answer = Promise.withResolvers<Placed>();
      const id = next++;
      asked.set(id, answer);
      worker.postMessage({ id, place } satisfies FromPlace);
      return answer.promise;
    },
    end: () => {
      signal?.removeEventListener("abort", abort);
      return end();
    },
  };
}
