/** Whether the hub still has what it signed for: a receipt says what was, and only the hub says what is. */
import { applyAnswers, type StationDatabase } from "@landfall/db";
import {
  type CheckAnswer,
  type Client,
  type HubContract,
  type PopulationId,
  type Sha256,
  toLandfallError,
  type UnprovenCode,
} from "@landfall/protocol";
import type { FoundFile } from "@landfall/survey";
import { type Card, type Proof, proofsOf } from "./card-verdict.ts";
import { toEvent } from "./verify.ts";

/** As a verification asks: few enough that an answer does not take long. */
const partSize = 200;
/** How long the hub may hold an answer while it reads what it has not read yet. */
const waitSeconds = 20;

export interface CardHub {
  readonly client: () => Client<HubContract>;
  readonly signal: AbortSignal;
}

/**
 * Asks the hub for existence and length of each blob. What is gone is due again on the station, as after a verification.
 * @param files proven by their receipts
 * @returns the bytes that are proven no more, and why
 * @throws what keeps the hub from being asked: NOT_CONNECTED, HUB_OFFLINE, KEY_INVALID and the like
 */
export async function notHeld(
  card: Card,
  files: readonly FoundFile[],
  hub: CardHub,
): Promise<ReadonlyMap<Sha256, UnprovenCode>> {
  const gone = new Map<Sha256, UnprovenCode>();
  for (let at = 0; at < files.length; at += partSize) {
    const proofs = new Map<Sha256, Proof[]>();
    for (const file of files.slice(at, at + partSize))
      if (file.sha256) proofs.set(file.sha256, await proofsOf(card, file));
    const answers = await answersOf([...proofs.values()].flat(), hub);
    withdraw(card.db, answers);
    for (const [sha256, of] of proofs) {
      const states = new Set(of.map((proof) => answers.get(proof)?.state));
      if (!states.has("Complete")) gone.set(sha256, states.has("Verifying") ? "NOT_VERIFIED" : "LOST");
    }
  }
  return gone;
}

/** When the hub had last said of each of these files that it has it: the earliest. Null without any. */
export async function signedAsOf(card: Card, files: readonly FoundFile[]): Promise<string | null> {
  let earliest: string | null = null;
  for (const file of files) {
    const latest =
      (await proofsOf(card, file))
        .map(({ verifiedAt }) => verifiedAt)
        .toSorted()
        .at(-1) ?? null;
    if (latest !== null && (earliest === null || latest < earliest)) earliest = latest;
  }
  return earliest;
}

async function answersOf(proofs: readonly Proof[], hub: CardHub): Promise<Map<Proof, CheckAnswer>> {
  const answers = new Map<Proof, CheckAnswer>();
  for (const [population, of] of Map.groupBy(proofs, (proof) => proof.population)) {
    const said = new Map(
      (await ask(population, [...new Set(of.map(({ key }) => key))], hub)).map((answer) => [answer.sha256, answer]),
    );
    for (const proof of of) {
      const answer = said.get(proof.key);
      if (answer) answers.set(proof, answer);
    }
  }
  return answers;
}

/** A call that passes is asked once more; a person waits for the answer. */
async function ask(population: PopulationId, sha256: Sha256[], { client, signal }: CardHub): Promise<CheckAnswer[]> {
  const once = async () => {
    const headers = { prefer: `wait=${waitSeconds}` };
    const { images } = await client().check(
      { params: { id: population }, headers, body: { sha256, deep: false } },
      { signal },
    );
    return images;
  };
  return once().catch((error: unknown) => {
    if (signal.aborted || toLandfallError(error).tier !== "transient") throw error;
    return once();
  });
}

function withdraw(db: StationDatabase, answers: ReadonlyMap<Proof, CheckAnswer>): void {
  const changes = [...answers].flatMap(([{ encounter, key }, answer]) => {
    const event = toEvent(answer, db.now());
    return event?.type === "gone" ? [{ encounter, change: { sha256: key, event } }] : [];
  });
  const byEncounter = Map.groupBy(changes, ({ encounter }) => encounter);
  applyAnswers(db, new Map([...byEncounter].map(([encounter, of]) => [encounter, of.map(({ change }) => change)])));
}
