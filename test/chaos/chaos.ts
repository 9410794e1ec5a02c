/** Kills the station and the hub at every edge that they have, one after the other, and judges what is left each time. */
import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { seeded } from "../../fixtures/random.ts";
import type { ManifestId, Receipt } from "../../packages/protocol/src/index.ts";
import { azuriteEdges, killAzurite } from "./azurite.ts";
import { endChildren } from "./children.ts";
import { imageTransitions, runTransitions } from "./inside/machines.ts";
import type { Move } from "./inside/moves.ts";
import { resentBeyondInFlight } from "./journal.ts";
import { deliver, deliverAgain, type Photographs, takePhotographs } from "./journey.ts";
import {
  type Findings,
  judge,
  judgeStore,
  lookAtOriginals,
  nothingWrong,
  type Originals,
  openHubDb,
  openStationDb,
} from "./judge.ts";
import { startWorld, type World } from "./world.ts";

export interface ChaosFigures {
  readonly kills: number;
  readonly edgesHit: number;
  readonly edgesTotal: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly bytesDiffer: number;
  /** Bytes. */
  readonly resentBeyondInFlight: number;
  /** Whatever else was not as it must be. */
  readonly wrong: number;
}

export interface ChaosOptions {
  readonly kills: number;
  readonly seed: number;
  /** Goes on after the kills until every edge was hit. */
  readonly everyEdge: boolean;
  /** Only edges like this, to look into one of them. */
  readonly only?: RegExp;
  readonly say: (line: string) => void;
}

/** The transitions of the machines are edges, whether or not a quiet delivery happens to make them. */
const machineTransitions = [
  ...imageTransitions("h.p.s" as Receipt).map(({ from, to }) => `image ${from}→${to}`),
  ...runTransitions.map(({ from, to }) => `run ${from}→${to}`),
];
const machineEdges = machineTransitions.flatMap((name) =>
  ["not committed yet", "committed"].map((when) => `station: ${name} | ${when}`),
);

/** Steps that must be among the edges whatever the code is like, so that the list cannot shrink unseen. */
const mustBeThere = [
  ...["scan", "approve", "sync"].map((act) => new RegExp(`^station: ${act}: .* \\| committed$`)),
  ...["known", "match", "findOrCreate", "openSessions", "commit"].flatMap((call) => [
    ...["before", "on its way", "answer is here"].map((when) => new RegExp(`^station: call ${call} \\| ${when}$`)),
    ...["came", "about to be answered", "answered"].map((when) => new RegExp(`^hub: ${call} \\| ${when}$`)),
  ]),
  ...["send blob", "send block"].flatMap((put) =>
    ["before", "half of it is sent", "on its way", "answer is here"].map(
      (when) => new RegExp(`^station: ${put} \\| ${when}$`),
    ),
  ),
  ...["bind", "acknowledgeBlock"].map((step) => new RegExp(`^station: station ${step} \\| committed$`)),
  /^station: send block list \| answer is here$/,
  /^station: read source \| proved$/,
  ...["Put Blob", "Put Block List"].flatMap((put) =>
    [
      "opened temporary file",
      "wrote to temporary file",
      "synced temporary file",
      "named blob",
      "synced folder of blobs",
      "wrote MD5 note",
      "removed temporary file",
      "answered",
    ].map((step) => new RegExp(`^hub: ${put} \\| ${step}$`)),
  ),
  ...["synced temporary file", "moved to block", "answered"].map((step) => new RegExp(`^hub: Put Block \\| ${step}$`)),
  ...["findOrCreate", "openSessions", "commit"].map((call) => new RegExp(`^hub: ${call}: .* \\| committed$`)),
  /^hub: by itself: job \| committed$/,
  /^hub: worker \| read blob$/,
  /^hub: by itself: blob job \| not committed yet$/,
  /^hub: by itself: blob job \| committed$/,
  /^hub: worker \| moved to variant$/,
];

/** A round that takes longer has come to a standstill. */
const patienceMs = 180_000;

function withPatience<T>(work: Promise<T>): Promise<T> {
  const timer = new AbortController();
  const late = delay(patienceMs, undefined, { signal: timer.signal }).then(() => {
    throw new Error("nothing moves any more");
  });
  late.catch(() => {});
  return Promise.race([work, late]).finally(() => timer.abort());
}

interface Delivered {
  readonly photographs: Photographs;
  readonly manifest: ManifestId;
  readonly originals: Originals;
}

/** Until the hub's worker has nothing left, or the hub is gone. */
async function workerIsDone(world: World): Promise<void> {
  while (!world.hub().isGone()) {
    const db = openHubDb(world);
    const [{ n }] = db.rows("SELECT COUNT(*) AS n FROM job");
    db.close();
    if (n === 0) return;
    await Promise.race([delay(50), world.hub().gone]);
  }
}

export async function runChaos({
  kills: wanted,
  seed,
  everyEdge,
  only = /./,
  say,
}: ChaosOptions): Promise<ChaosFigures> {
  const random = seeded(`chaos ${seed}`);
  /** Edge → how often it was hit. */
  const hits = new Map<string, number>(machineEdges.filter((name) => only.test(name)).map((name) => [name, 0]));
  const onTheWay = new Set<string>();
  /** Edges of a delivery that nothing disturbs. */
  let quiet: ReadonlySet<string> = new Set();
  const onEdge = (name: string) => {
    onTheWay.add(name);
    if (only.test(name) && !hits.has(name)) hits.set(name, 0);
  };
  const sum = nothingWrong();
  const add = (what: string, { lost, duplicated, bytesDiffer, wrong }: Findings) => {
    sum.lost += lost;
    sum.duplicated += duplicated;
    sum.bytesDiffer += bytesDiffer;
    const words = [...wrong];
    if (lost + duplicated + bytesDiffer > 0) words.push(`${lost} lost, ${duplicated} twice, ${bytesDiffer} differ`);
    sum.wrong.push(...wrong);
    for (const text of words) say(`NOT RIGHT after ${what}: ${text}`);
  };
  const world = await startWorld({ onEdge });
  const delivered: Delivered[] = [];
  let kills = 0;
  let heaps = 0;
  /** How often each edge was tried. */
  const tries = new Map<string, number>();
  /** Edges that are passed in a first life only. */
  const births = new Set<string>();

  const round = async (edge: string | undefined, occurrence: number): Promise<boolean> => {
    const withLarge = edge === undefined || /block/i.test(edge);
    const photographs = await takePhotographs(world, heaps++, withLarge);
    const originals = await lookAtOriginals(photographs);
    const victim = edge?.startsWith("hub: ") ? world.hub() : world.station();
    if (edge) victim.tell({ arm: { edge: edge.slice(edge.indexOf(" ") + 1), occurrence } });
    const manifest = await withPatience(deliver(world, photographs));
    if (edge === undefined || edge.startsWith("hub: worker") || edge.startsWith("hub: by itself"))
      await workerIsDone(world);
    const isHit = victim.isGone();
    if (!isHit) victim.tell({ arm: null });
    await world.revive();
    const item = { photographs, manifest, originals };
    delivered.push(item);
    add(edge ?? "a quiet delivery", await judge(world, item));
    return isHit;
  };

  /** A delivered image, or a run, is led over one transition, and the station dies on the way. */
  const moveRound = async (edge: string): Promise<boolean> => {
    const item = delivered[random.whole(0, delivered.length - 1)] as Delivered;
    const name = edge.slice("station: ".length);
    const [transition = ""] = name.split(" | ");
    const station = world.station();
    const image = someImage(world, item.manifest);
    station.tell({ move: { manifest: item.manifest, image, transition, edge: name } });
    await withPatience(station.gone);
    add(edge, judgeMove(world, item.manifest, image, edge));
    await world.revive();
    world.station().tell({ unskip: item.manifest });
    await withPatience(world.station().says(({ unskipped }) => unskipped));
    await withPatience(deliverAgain(world, item.manifest));
    add(edge, await judge(world, item));
    return true;
  };

  /** The first life of a hub and a station ends at this edge; in their second they deliver. */
  const birthRound = async (edge: string): Promise<boolean> => {
    const other = await withPatience(startWorld({ onEdge: () => {}, bornWith: edge }));
    try {
      const photographs = await takePhotographs(other, 0, false);
      const originals = await lookAtOriginals(photographs);
      const manifest = await withPatience(deliver(other, photographs));
      add(edge, await judge(other, { photographs, manifest, originals }));
      return other.deaths > 0;
    } finally {
      await other.end();
    }
  };

  /** Azurite dies instead of one of ours. */
  const azuriteRound = async (edge: string): Promise<boolean> => {
    add(edge, (await withPatience(killAzurite(edge))).findings);
    return true;
  };

  const kill = async (edge: string, occurrence: number): Promise<void> => {
    const startedMs = performance.now();
    const isMove = machineEdges.includes(edge) && !quiet.has(edge);
    try {
      const isBirth = !isMove && (hits.get(edge) ? births.has(edge) : tries.get(edge) === 3);
      const isHit = await (edge.startsWith("azurite: ")
        ? azuriteRound(edge)
        : isMove
          ? moveRound(edge)
          : isBirth
            ? birthRound(edge)
            : round(edge, occurrence));
      if (isHit && isBirth) births.add(edge);
      if (!isHit) return;
      kills += 1;
      hits.set(edge, (hits.get(edge) ?? 0) + 1);
      say(`${String(kills).padStart(4)}  ${edge}  ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
    } catch (error) {
      add(edge, {
        ...nothingWrong(),
        wrong: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
      });
      await Promise.all([world.station().kill(), world.hub().kill()]);
      await world.revive();
    }
  };

  try {
    await round(undefined, 0);
    quiet = new Set(onTheWay);
    if (everyEdge) for (const name of azuriteEdges) if (only.test(name)) hits.set(name, 0);
    for (const pattern of mustBeThere) {
      if (![...onTheWay].some((name) => pattern.test(name))) {
        add("a quiet delivery", { ...nothingWrong(), wrong: [`no edge is named ${pattern}`] });
      }
    }
    const shuffled = (names: string[]) =>
      names.map((name) => ({ name, at: random.next() })).sort((a, b) => a.at - b.at);
    const unhit = () => [...hits].filter(([name, n]) => n === 0 && (tries.get(name) ?? 0) < 6).map(([name]) => name);
    for (;;) {
      const left = shuffled(unhit());
      if (kills >= wanted && (!everyEdge || left.length === 0)) break;
      const fresh = left[0]?.name;
      const any = random.pick([...hits.keys()] as [string, ...string[]]);
      const edge = fresh ?? any;
      const tried = tries.get(edge) ?? 0;
      tries.set(edge, tried + 1);
      if (fresh === undefined && tried > 40) break;
      await kill(edge, fresh === undefined ? random.whole(1, 2) : 1);
    }
    // A hub that starts anew sweeps what was half received.
    await world.hub().kill();
    await world.revive();
    await withPatience(workerIsDone(world));
    for (const item of delivered) add("everything", await judge(world, item));
    add("everything", await judgeStore(world));
    const resent = resentBeyondInFlight(await readFile(world.journal, "utf8"));
    const { lost, duplicated, bytesDiffer, wrong } = sum;
    const hit = [...hits.values()].filter((n) => n > 0).length;
    for (const [name, n] of hits) if (everyEdge && n === 0) say(`not hit: ${name}`);
    return {
      kills,
      edgesHit: hit,
      edgesTotal: hits.size,
      lost,
      duplicated,
      bytesDiffer,
      resentBeyondInFlight: resent,
      wrong: wrong.length,
    };
  } finally {
    await world.end();
    await endChildren();
  }
}

const imagesOf =
  "SELECT e.id AS encounter, i.sha256, i.state FROM image AS i JOIN encounter AS e ON e.pk = i.encounter";

function someImage(world: World, manifest: ManifestId): Move["image"] {
  const db = openStationDb(world);
  const [image] = db.rows(`${imagesOf} WHERE e.manifest = ? LIMIT 1`, manifest);
  db.close();
  return image;
}

/** A transition that was not committed never happened; one that was is there, and its event with it. */
function judgeMove(world: World, manifest: ManifestId, image: Move["image"], edge: string): Findings {
  const found = nothingWrong();
  const [, kind = "", from, to, when] = /^station: (image|run) (\w+)→(\w+) \| (.*)$/.exec(edge) ?? [];
  const expected = when === "committed" ? to : from;
  const db = openStationDb(world);
  try {
    const [row] =
      kind === "run"
        ? db.rows("SELECT state FROM run WHERE manifest = ? ORDER BY pk DESC LIMIT 1", manifest)
        : db.rows(`${imagesOf} WHERE e.id = ? AND i.sha256 = ?`, image.encounter, image.sha256);
    if (row?.state !== expected) found.wrong.push(`it is ${row?.state} and should be ${expected}`);
    const [last] = db.rows(
      `SELECT COALESCE(json_extract(change, '$.to'), json_extract(change, '$.run.state')) AS state FROM event
       WHERE json_extract(change, '$.type') = ? ORDER BY seq DESC LIMIT 1`,
      kind,
    );
    if (last?.state !== row?.state && from !== to) found.wrong.push(`the last event says ${last?.state}`);
  } finally {
    db.close();
  }
  return found;
}
