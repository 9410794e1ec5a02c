/** Kills the station and the hub at every edge that they have, one after the other, and judges what is left each time. */
import { readFile } from "node:fs/promises";
import { seeded } from "../../fixtures/random.ts";
import { azuriteEdges } from "./azurite.ts";
import { endChildren } from "./children.ts";
import { machineEdges, mustBeThere } from "./edges.ts";
import { resentBeyondInFlight } from "./journal.ts";
import { type Findings, judge, judgeStore, nothingWrong } from "./judge.ts";
import { createRounds, withPatience, workerIsDone } from "./rounds.ts";
import { startWorld } from "./world.ts";

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
    // What only a second life passes is no edge of its own: which of them there are depends on what was killed before.
    if (only.test(name) && !hits.has(name) && quiet.size === 0) hits.set(name, 0);
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
  const rounds = createRounds(world, random, add);
  let kills = 0;
  /** How often each edge was tried. */
  const tries = new Map<string, number>();
  /** Edges that are passed in a first life only. */
  const births = new Set<string>();

  const kill = async (edge: string, occurrence: number): Promise<void> => {
    const startedMs = performance.now();
    const isMove = machineEdges.includes(edge) && !quiet.has(edge);
    try {
      const isBirth = !isMove && (hits.get(edge) ? births.has(edge) : tries.get(edge) === 3);
      const isHit = await (edge.startsWith("azurite: ")
        ? rounds.ofAzurite(edge)
        : isMove
          ? rounds.atTransition(edge)
          : isBirth
            ? rounds.atBirth(edge)
            : rounds.atEdge(edge, occurrence));
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
    await rounds.quiet();
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
    for (const item of rounds.delivered) add("everything", await judge(world, item));
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
