/** One death each: at an edge of a delivery, at a transition, at birth, or Azurite's. */
import { setTimeout as delay } from "node:timers/promises";
import type { Random } from "../../fixtures/random.ts";
import type { ManifestId } from "../../packages/protocol/src/index.ts";
import { killAzurite } from "./azurite.ts";
import { deliver, deliverAgain, type Photographs, takePhotographs } from "./journey.ts";
import { type Findings, judge, lookAtOriginals, type Originals, openHubDb } from "./judge.ts";
import { judgeMove, someImage } from "./judge-move.ts";
import { startWorld, type World } from "./world.ts";

/** A round that takes longer has come to a standstill. */
const patienceMs = 180_000;

export function withPatience<T>(work: Promise<T>): Promise<T> {
  const timer = new AbortController();
  const late = delay(patienceMs, undefined, { signal: timer.signal }).then(() => {
    throw new Error("nothing moves any more");
  });
  late.catch(() => {});
  return Promise.race([work, late]).finally(() => timer.abort());
}

export interface Delivered {
  readonly photographs: Photographs;
  readonly manifest: ManifestId;
  readonly originals: Originals;
}

/** Until the hub's worker has nothing left, or the hub is gone. */
export async function workerIsDone(world: World): Promise<void> {
  while (!world.hub().isGone()) {
    const db = openHubDb(world);
    const [{ n }] = db.rows("SELECT COUNT(*) AS n FROM job");
    db.close();
    if (n === 0) return;
    await Promise.race([delay(50), world.hub().gone]);
  }
}

/** Each resolves to whether it came to a death. */
export interface Rounds {
  /** Nobody dies. */
  readonly quiet: () => Promise<unknown>;
  readonly atEdge: (edge: string, occurrence: number) => Promise<boolean>;
  readonly atTransition: (edge: string) => Promise<boolean>;
  readonly atBirth: (edge: string) => Promise<boolean>;
  readonly ofAzurite: (edge: string) => Promise<boolean>;
  readonly delivered: readonly Delivered[];
}

export function createRounds(world: World, random: Random, add: (what: string, findings: Findings) => void): Rounds {
  const delivered: Delivered[] = [];
  let heaps = 0;

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
    const firstborn = [other.station(), other.hub()];
    try {
      const photographs = await takePhotographs(other, 0, false);
      const originals = await lookAtOriginals(photographs);
      const manifest = await withPatience(deliver(other, photographs));
      add(edge, await judge(other, { photographs, manifest, originals }));
      await workerIsDone(other);
      return other.deaths > 0 || firstborn.some((child) => child.isGone());
    } finally {
      await other.end();
    }
  };

  /** Azurite dies instead of one of ours. */
  const azuriteRound = async (edge: string): Promise<boolean> => {
    add(edge, (await withPatience(killAzurite(edge))).findings);
    return true;
  };

  return {
    quiet: () => round(undefined, 0),
    atEdge: round,
    atTransition: moveRound,
    atBirth: birthRound,
    ofAzurite: azuriteRound,
    delivered,
  };
}
