/** Checks of cards before they are erased: every file is read now and compared with its receipt. Nothing is written there. */
import { randomUUID } from "node:crypto";
import { profile, type StationDatabase, write } from "@landfall/db";
import {
  type ActivityActor,
  type CardCheckId,
  CardCheckId as CardCheckIdSchema,
  type CardCheckView,
  type CardFile,
  type CardFileKind,
  type CardReason,
  errorTable,
  LandfallError,
  toLandfallError,
} from "@landfall/protocol";
import { type FileKey, type FoundFile, type HashCache, type ScanProgress, scanFolders } from "@landfall/survey";
import { note } from "./activity.ts";
import { type CardHub, notHeld, signedAsOf } from "./card-hub.ts";
import { type Card, type CardVerdict, judgeFile, messageOf } from "./card-verdict.ts";
import type { StationOptions } from "./port.ts";

export interface CardChecks {
  /**
   * ALREADY_RUNNING while the same folder is being checked. @param folder a real path that the caller may read
   * @param offline the hub is not asked whether it still has the files
   */
  start(folder: string, offline: boolean, actor: ActivityActor): CardCheckView;
  /** NOT_FOUND when there is none. Checks live as long as the station. */
  view(id: CardCheckId): CardCheckView;
  /** Newest first. */
  views(): CardCheckView[];
  files(id: CardCheckId, kind: CardFileKind, after: number, limit: number): { items: CardFile[]; next: number | null };
  cancel(id: CardCheckId): Promise<CardCheckView>;
  stop(): Promise<void>;
}

interface Check {
  view: CardCheckView;
  readonly files: Record<CardFileKind, CardFile[]>;
  readonly abort: AbortController;
  done: Promise<void>;
}

const kept = 10;

/** @param scan how a folder is read */
export function openCardChecks(
  db: StationDatabase,
  hub: CardHub["client"],
  log: StationOptions["log"],
  scan: typeof scanFolders = scanFolders,
): CardChecks {
  const checks = new Map<CardCheckId, Check>();
  const find = (id: CardCheckId): Check => {
    const check = checks.get(id);
    if (!check) throw new LandfallError("NOT_FOUND", { detail: `card check ${id}` });
    return check;
  };
  const forgetOld = () => {
    const over = [...checks.values()].filter(({ view }) => view.state !== "running");
    for (const { view } of over.slice(0, Math.max(0, checks.size - kept))) checks.delete(view.id);
  };

  const start = (folder: string, offline: boolean, actor: ActivityActor): CardCheckView => {
    for (const { view } of checks.values())
      if (view.state === "running" && view.folder === folder)
        throw new LandfallError("ALREADY_RUNNING", { detail: folder });
    const check = newCheck(folder, db.now());
    checks.set(check.view.id, check);
    forgetOld();
    check.done = run({ db, keys: profile(db)?.receiptKeys ?? { keys: [] }, folder }, check, scan)
      .then((proven) => decide(check, proven, offline ? null : hub))
      .catch((error: unknown) => fail(check, error, log))
      .then(() => end(db, check, actor))
      .catch((error: unknown) => log.warn("the end of a card check could not be noted", { error }));
    return check.view;
  };
  const cancel = async (id: CardCheckId): Promise<CardCheckView> => {
    const check = find(id);
    check.abort.abort(new Error("the check was cancelled"));
    await check.done;
    return check.view;
  };

  return {
    start,
    view: (id) => find(id).view,
    views: () => [...checks.values()].map(({ view }) => view).reverse(),
    files: (id, kind, after, limit) => {
      const all = find(id).files[kind];
      return { items: all.slice(after, after + limit), next: after + limit < all.length ? after + limit : null };
    },
    cancel,
    stop: async () => {
      await Promise.all([...checks.keys()].map(cancel));
    },
  };
}

function newCheck(folder: string, nowMs: number): Check {
  return {
    view: {
      id: CardCheckIdSchema.parse(randomUUID()),
      folder,
      state: "running",
      startedAt: new Date(nowMs).toISOString(),
      finishedAt: null,
      reading: null,
      files: 0,
      bytesRead: 0,
      proven: 0,
      problems: 0,
      junk: 0,
      safe: null,
      signedAsOf: null,
      unasked: null,
      error: null,
    },
    files: { problems: [], junk: [] },
    abort: new AbortController(),
    done: Promise.resolve(),
  };
}

/** What has been judged, by path: with which size and time, and how. */
type Judged = Map<string, { readonly file: FoundFile; readonly verdict: CardVerdict }>;

const nameOf = ({ pathBytes }: FileKey): string => Buffer.from(pathBytes).toString("latin1");

const isSame = (a: FileKey, b: FileKey): boolean => a.size === b.size && a.mtimeNs === b.mtimeNs;

function tally({ files: { problems, junk } }: Check, judged: Judged) {
  let proven = 0;
  for (const { verdict } of judged.values()) if (verdict === "proven") proven += 1;
  return { files: judged.size, proven, problems: problems.length, junk: junk.length };
}

async function judge(card: Card, check: Check, judged: Judged, file: FoundFile): Promise<void> {
  const before = judged.get(nameOf(file));
  if (before && (before.verdict !== "proven" || isSame(before.file, file))) return;
  const verdict = await judgeFile(card, file);
  // A folder of many files is kept in mind for the second look, and so without what the files say of themselves.
  judged.set(nameOf(file), { file: { ...file, metadata: null }, verdict });
  if (verdict === "proven") return;
  const reason = verdict === "junk" ? "JUNK" : verdict;
  check.files[verdict === "junk" ? "junk" : "problems"].push(toCardFile(card, file, reason));
}

const toCardFile = ({ db }: Card, { path, sha256 }: FoundFile, reason: CardReason): CardFile => ({
  filePath: path,
  reason,
  message: messageOf(db, reason, sha256),
});

/**
 * Reads every file, and then looks once more: whatever was added or changed while the others were read is read too, so
 * that the answer is true of the folder as it is at the end. What is as it was is not read again.
 */
async function run(card: Card, check: Check, scan: typeof scanFolders): Promise<Proven> {
  const { folder } = card;
  const judged: Judged = new Map();
  const look = (cache?: HashCache) => {
    const read = check.view.bytesRead;
    const files = async (batch: readonly FoundFile[], progress: ScanProgress) => {
      for (const file of batch) await judge(card, check, judged, file);
      const { bytesRead, folder: reading } = progress;
      check.view = { ...check.view, ...tally(check, judged), bytesRead: read + bytesRead, reading };
    };
    return scan({ roots: [folder] }, { files }, { signal: check.abort.signal, ...(cache && { cache }) });
  };
  await look();
  await look({
    lookup: (_, keys) =>
      keys.map((key) => {
        const before = judged.get(nameOf(key))?.file;
        return before && isSame(before, key) ? before : null;
      }),
  });
  const files = [...judged.values()].filter(({ verdict }) => verdict === "proven").map(({ file }) => file);
  return { card, files };
}

/** Files with a valid receipt. */
interface Proven {
  readonly card: Card;
  readonly files: readonly FoundFile[];
}

/** A receipt says that the hub had the bytes: before a yes it is asked whether it still has. @param hub null where it is not to be asked */
async function decide(check: Check, { card, files }: Proven, hub: CardHub["client"] | null): Promise<void> {
  const { signal } = check.abort;
  const isSigned = () => files.length > 0 && check.files.problems.length === 0;
  if (hub === null) {
    const asOf = isSigned() ? await signedAsOf(card, files) : null;
    check.view = { ...check.view, state: "done", safe: false, signedAsOf: asOf };
    return;
  }
  let unasked: CardCheckView["unasked"] = null;
  try {
    const gone = await notHeld(card, files, { client: hub, signal });
    for (const file of files) {
      const why = file.sha256 === null ? undefined : gone.get(file.sha256);
      if (why) check.files.problems.push(toCardFile(card, file, why));
    }
  } catch (error) {
    signal.throwIfAborted();
    const { code, detail } = toLandfallError(error);
    unasked = { code, detail: detail ?? null };
  }
  const problems = check.files.problems.length;
  const proven = check.view.files - problems - check.files.junk.length;
  check.view = { ...check.view, state: "done", proven, problems, safe: isSigned() && unasked === null, unasked };
}

function fail(check: Check, error: unknown, log: StationOptions["log"]): void {
  if (check.abort.signal.aborted) {
    check.view = { ...check.view, state: "cancelled" };
    return;
  }
  const { code, detail } = toLandfallError(error);
  log.warn("a card check failed", { folder: check.view.folder, code, error });
  check.view = { ...check.view, state: "failed", error: { code, detail: detail ?? null } };
}

const answers = { done: "", failed: "the check failed", cancelled: "the check was cancelled", running: "" } as const;

function end(db: StationDatabase, check: Check, actor: ActivityActor): void {
  check.view = { ...check.view, reading: null, finishedAt: new Date(db.now()).toISOString() };
  const { folder, state, safe, files, proven, problems, junk, unasked, signedAsOf } = check.view;
  const error = check.view.error ?? unasked;
  const unsafe = signedAsOf ? `the hub was not asked, signed for as of ${signedAsOf}` : "not safe to erase";
  const verdict = state === "done" ? (safe ? "safe to erase" : unsafe) : answers[state];
  const why = error ? ` (${error.code}: ${errorTable[error.code].message})` : "";
  write(db, () =>
    note(db, actor, {
      category: "proof",
      action: "cardChecked",
      subject: [{ kind: "folder", id: folder, name: null }],
      detail: `${verdict}${why}: ${files} files, ${proven} proven, ${problems} not, ${junk} junk`,
    }),
  );
}
