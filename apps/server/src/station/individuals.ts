/** How a population writes identifiers, and what is corrected: each change groups its photographs again. */
import { finishedReadings, identifierRules, markRegroupDue, storeIdentifiers, write } from "@landfall/db";
import type { ActivityActor, IdentifiersChange, IdentifiersRequest, PopulationId } from "@landfall/protocol";
import { note } from "./activity.ts";
import type { WithLooks } from "./drafts.ts";
import { refuseUnknown } from "./individuals-view.ts";

export async function setIdentifiers(
  { db, drafts, looks }: WithLooks,
  id: PopulationId,
  request: IdentifiersRequest,
  actor: ActivityActor,
): Promise<IdentifiersChange> {
  refuseUnknown(db, id);
  const readings = write(db, () => {
    const before = JSON.stringify(identifierRules(db, id));
    storeIdentifiers(db, id, request);
    const isSame = before === JSON.stringify(identifierRules(db, id));
    if (!isSame)
      note(db, actor, { category: "scan", action: "identifiersSet", subject: [], detail: changeText(request) });
    const due = isSame ? [] : finishedReadings(db, id);
    markRegroupDue(db, due);
    return due;
  });
  const regrouped = await drafts.regroup(readings, actor);
  return { individuals: await looks.ofPopulation("individuals", id), regrouped };
}

function changeText({ examples, corrections, forget }: IdentifiersRequest): string {
  const said = [
    ...(examples === undefined ? [] : [`written as ${examples.join(", ") || "nothing"}`]),
    ...corrections.map(({ text, individual }) => `${text}: ${individual ?? "no identifier"}`),
    ...forget.map((text) => `${text}: nothing said any more`),
  ];
  return said.join("; ").slice(0, 2000);
}
