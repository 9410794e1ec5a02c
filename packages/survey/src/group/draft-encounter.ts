/** One draft encounter of its photographs, before sheets and people add what they know. Pure. */
import type { FindingDetails } from "@landfall/protocol";
import type { DraftEncounter, GroupInput, GroupOptions } from "../ports.ts";
import { foundBetween, shotOf } from "./between-shots.ts";
import { burstsOf } from "./bursts.ts";
import { type OfFiles, type Placed, toImage, withSameNames } from "./draft-image.ts";
import { fieldsOf, fieldsOfReference } from "./encounter-fields.ts";
import { isOfNames, otherNamedDay, type Sourced } from "./evidence.ts";
import { otherPhotographer } from "./other-photographer.ts";
import type { CalledOne } from "./read-names.ts";
import { rowChoices } from "./row-choice.ts";
import { seasonIn } from "./seasons-in-names.ts";
import { byTime } from "./time-gaps.ts";

export interface Draft {
  readonly encounter: DraftEncounter;
  /** The files of its photographs; what belongs to another one is understood as that one. */
  readonly members: readonly GroupInput[];
  /** The animals that a pattern names. */
  readonly named: readonly Sourced[];
  /** One, or those of a list of photographs. */
  readonly rows: readonly number[];
  /** The folder that calls all of its photographs one encounter. */
  readonly called: CalledOne | null;
  readonly sortKey: string;
}

/** Of photographs that are one encounter. */
export function toDraft(
  group: readonly Placed[],
  files: readonly GroupInput[],
  options: GroupOptions,
  of: OfFiles,
): Draft {
  const members = [...group].sort((a, b) => byTime(a, b) || a.evidence.file - b.evidence.file);
  const [first] = members;
  const reference = first?.evidence.isHeld ? null : (first?.evidence.reference ?? null);
  const { values, provenance } = reference ? fieldsOfReference(reference, members) : fieldsOf(members);
  const days = foldersIn(members, of);
  const between = foundBetween(
    reference
      ? []
      : members.map(({ input }) => shotOf(input.path.slice(input.path.lastIndexOf("/") + 1), input.metadata)),
  );
  const credited = otherPhotographer(members.map(({ evidence }) => evidence));
  const bursts = burstsOf(reference ? [] : members);
  const times = members.flatMap(({ capturedAt }) => (capturedAt === null ? [] : [capturedAt]));
  return {
    encounter: {
      values,
      provenance,
      encounterNumber: reference ? null : (first?.evidence.encounterNumber ?? null),
      firstAt: times[0] ?? null,
      lastAt: times.at(-1) ?? null,
      findings: reference
        ? []
        : [
            ...between.findings,
            ...(days === null ? [] : (["FOLDER_SPANS_DAYS"] as const)),
            ...(credited === null ? [] : (["PHOTOGRAPHER_DIFFERS"] as const)),
          ],
      details: {
        ...between.details,
        ...(days !== null && { FOLDER_SPANS_DAYS: days }),
        ...otherDayDetail(members),
        ...namedDatesDetail(members),
        ...monthOrSeasonDetail(members),
        ...(credited !== null && { PHOTOGRAPHER_DIFFERS: credited }),
        ...copiesDetail(members, files, options.roots),
        ...rowChoices(members.map(({ evidence }) => evidence)),
      },
      images: withSameNames(members.flatMap((member) => toImage(member, files, options.timezone, of, bursts))),
    },
    members: members.map(({ input, lead }) => lead ?? input),
    named: members.flatMap(({ evidence }) => evidence.individuals),
    rows: [...new Set(members.flatMap(({ evidence }) => evidence.row ?? []))].sort((a, b) => a - b),
    called: reference ? null : calledBy(members),
    sortKey: `${times[0] ?? first?.evidence.days[0]?.value ?? "~"} ${first?.input.path ?? ""}`,
  };
}

/** `“2024-07-20_Haro Strait” says 2024-07-20, and the camera 2024-07-25`; where no camera is known, the file. */
function otherDayDetail(members: readonly Placed[]): FindingDetails {
  const [first] = members.filter(({ evidence }) => evidence.findings.includes("FOLDER_DATE_DIFFERS"));
  const [taken, ...others] = first?.evidence.days ?? [];
  const named = others.find(({ source }) => source === "folder" || source === "pattern");
  if (!first || !taken || !named) return {};
  const { make, model, serial } = first.input.metadata ?? {};
  const by = make || model || serial ? "camera" : "file";
  return { FOLDER_DATE_DIFFERS: `“${named.raw}” says ${named.value}, and the ${by} ${taken.value}` };
}

/** `“1998” and “2023-12”`. */
function namedDatesDetail(members: readonly Placed[]): FindingDetails {
  const [first] = members.filter(({ evidence }) => evidence.findings.includes("NAMED_DATES_DIFFER"));
  const days = first?.evidence.days ?? [];
  const other = otherNamedDay(days);
  const best = days.find(isOfNames);
  return best && other ? { NAMED_DATES_DIFFER: `“${best.raw}” and “${other.raw}”` } : {};
}

/** `“2009-10” may be the month 2009-10, or the season 2009/2010`. */
function monthOrSeasonDetail(members: readonly Placed[]): FindingDetails {
  const found = members.find(({ evidence }) => evidence.findings.includes("MONTH_OR_SEASON"));
  const day = found?.evidence.days[0];
  const season = day && seasonIn(day.raw)?.days.value;
  return season ? { MONTH_OR_SEASON: `“${day.raw}” may be the month ${day.value}, or the season ${season}` } : {};
}

const foldersNamed = 3;

/** `“/A/2024-07-15 Haro Strait/1.jpg” and “/B/2023-12/1.jpg”`, for the first of each two folders. */
function copiesDetail(
  members: readonly Placed[],
  files: readonly GroupInput[],
  roots: readonly string[],
): FindingDetails {
  const where = ({ root, path }: GroupInput) => `${roots[root] ?? ""}/${path}`;
  const folder = (path: string) => path.slice(0, path.lastIndexOf("/"));
  const pairs = new Map<string, string>();
  for (const { input, photograph } of members) {
    const other = files[photograph.other ?? -1];
    if (!other) continue;
    const [one, two] = [where(input), where(other)];
    const key = JSON.stringify([folder(one), folder(two)]);
    if (!pairs.has(key)) pairs.set(key, `“${one}” and “${two}”`);
  }
  if (pairs.size === 0) return {};
  const named = [...pairs.values()].slice(0, foldersNamed).join("; ");
  const more = pairs.size - foldersNamed;
  return { COPY_ELSEWHERE: more > 0 ? `${named}; and ${more} more folder${more === 1 ? "" : "s"}` : named };
}

function calledBy([first, ...others]: readonly Placed[]): CalledOne | null {
  const called = first?.evidence.called ?? null;
  return others.every(({ evidence }) => evidence.called?.folder === called?.folder) ? called : null;
}

/** What is to be said of the folders that it lies in, and that hold photographs of several days. */
function foldersIn(members: readonly Placed[], { folders }: OfFiles): string | null {
  const said = members.flatMap(({ evidence: { called, reference } }) =>
    called === null || reference !== null ? [] : (folders.get(called.folder) ?? []),
  );
  return [...new Set(said)].join("; ") || null;
}
