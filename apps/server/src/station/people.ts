/** What a person says of photographers' names. Each change groups again what it touches. */
import {
  finishedReadings,
  inSlices,
  markRegroupDue,
  peopleRules,
  rederiving,
  storeAliases,
  type WrittenNames,
} from "@landfall/db";
import {
  type ActivityActor,
  type AliasesRequest,
  foldText,
  LandfallError,
  type PeopleChange,
  type PopulationId,
  type ScanJobId,
} from "@landfall/protocol";
import { type PeopleRules, resolverOf } from "@landfall/survey";
import { note } from "./activity.ts";
import type { WithLooks } from "./drafts.ts";
import { namesUsedNow, readingsNamedBy } from "./named-folders.ts";
import { refuseUnknown, withoutPerson } from "./people-view.ts";
import { turn } from "./turn.ts";

/** VALIDATION_FAILED where a name is said to stand for somebody although it is another person's own. */
export async function setAliases(
  { db, drafts, looks }: WithLooks,
  id: PopulationId,
  request: AliasesRequest,
  actor: ActivityActor,
): Promise<PeopleChange> {
  refuseUnknown(db, id);
  const looked = await looks.ofPopulation("namesUsed", id);
  function* act() {
    const before = peopleRules(db, id);
    const used = namesUsedNow(db, id, looked);
    const notSaid = storeAliases(db, id, request);
    const after = peopleRules(db, id);
    refuseOtherPerson(request, after);
    note(db, actor, { category: "scan", action: "aliasesSet", subject: [], detail: changeText(request) });
    const touched = touchedJobs(used.written, before, after);
    for (const { scanJob } of readingsNamedBy(used, before, after)) touched.add(scanJob);
    const due = finishedReadings(db, id).filter(({ scanJob }) => touched.has(scanJob));
    markRegroupDue(db, due);
    yield* rederiving(db, id);
    return { readings: due, notSaid };
  }
  const { readings, notSaid } = await inSlices(db, act(), turn);
  const regrouped = await drafts.regroup(readings, actor);
  return { people: await looks.ofPopulation("people", id), regrouped, notSaid };
}

function refuseOtherPerson({ aliases }: AliasesRequest, { people }: PeopleRules): void {
  for (const { name, people: named } of aliases) {
    const own = people.find((each) => foldText(each) === foldText(name));
    if (own === undefined || named === null || (named.length === 1 && foldText(named[0] ?? "") === foldText(own)))
      continue;
    throw new LandfallError("VALIDATION_FAILED", {
      detail: `${own} is a person that other names, cameras or the default stand for. Say of those first who they are.`,
    });
  }
}

/** Jobs of which some name stands for somebody else now. */
function touchedJobs(written: readonly WrittenNames[], before: PeopleRules, after: PeopleRules): Set<ScanJobId> {
  const [was, is] = [resolverOf(before), resolverOf(after)];
  const isOther = (text: string) =>
    was(text).recordedBy !== is(text).recordedBy || was(text).folded !== is(text).folded;
  const isOtherDefault = before.defaultPhotographer !== after.defaultPhotographer;
  const empty = isOtherDefault ? withoutPerson(written, is) : new Set<string>();
  return new Set(
    written.filter(({ encounter, names }) => empty.has(encounter) || names.some(isOther)).map(({ scanJob }) => scanJob),
  );
}

function changeText({ aliases, defaultPhotographer, unresolvedNames }: AliasesRequest): string {
  const said = aliases.map(({ name, people }) => {
    if (people === null) return `${name}: nothing said any more`;
    return `${name}: ${people.length === 0 ? "not a person" : people.join(", ")}`;
  });
  if (defaultPhotographer !== undefined) said.push(`where nobody is named: ${defaultPhotographer ?? "nobody"}`);
  if (unresolvedNames !== undefined) said.push(`unresolved names: ${unresolvedNames}`);
  return said.join("; ").slice(0, 2000);
}
