/** What a run left behind, by encounter and cause: the words of the error table, the files, and what to do. */
import { errorTable, type ImageRow, type ManifestId, type ProblemGroup } from "@landfall/protocol";
import type { StationClient } from "../station-client.ts";
import { withDetail } from "./explain.ts";
import { counted } from "./output.ts";
import { encounterName } from "./questions.ts";

const mostEncounters = 20;
const mostFiles = 10;
const pageSize = 200;

type Cause = ProblemGroup["causes"][number];

/** The station names a few files of a cause; the first ten stand among the encounter's images. */
async function withFiles(client: StationClient, group: ProblemGroup, cause: Cause): Promise<Cause> {
  if (cause.files.length >= Math.min(cause.count, mostFiles)) return cause;
  const files: string[] = [];
  for (let offset = 0; files.length < mostFiles; offset += pageSize) {
    const { items } = await client.images({ params: { id: group.encounterId }, query: { offset, limit: pageSize } });
    files.push(...items.filter(({ error }: ImageRow) => error?.code === cause.code).map(({ filePath }) => filePath));
    if (items.length < pageSize) break;
  }
  return files.length > cause.files.length ? { ...cause, files } : cause;
}

/** The problems of one manifest, with up to ten files for each cause. */
export async function problemsOf(client: StationClient, manifest: ManifestId): Promise<readonly ProblemGroup[]> {
  const { actionable } = await client.problems();
  const groups = actionable.filter((group) => group.manifestId === manifest);
  const told: ProblemGroup[] = [];
  for (const group of groups.slice(0, mostEncounters)) {
    const causes: Cause[] = [];
    for (const cause of group.causes) causes.push(await withFiles(client, group, cause));
    told.push({ ...group, causes });
  }
  return [...told, ...groups.slice(mostEncounters)];
}

/** What passes by itself asks nothing of a person. */
const asksAPerson = ({ code }: Cause): boolean => ["person", "request", "auth", "disk"].includes(errorTable[code].tier);

function describeCause(cause: Cause): string[] {
  const { message, detail, count, hint } = cause;
  const files = cause.files.slice(0, mostFiles);
  // A path among the files need not be told twice.
  const isNamed = detail !== null && /[\\/]/.test(detail);
  const more = count - files.length;
  return [
    `  ${count} × ${withDetail(message, isNamed ? null : detail)}`,
    ...files.map((file) => `      ${file}`),
    ...(more > 0 ? [`      and ${more.toLocaleString("en")} more`] : []),
    ...(asksAPerson(cause) ? [`      ${hint}`] : []),
  ];
}

export function describeProblems(groups: readonly ProblemGroup[]): string[] {
  const more = groups.length - mostEncounters;
  return [
    ...groups
      .slice(0, mostEncounters)
      .flatMap((group) => [
        `${encounterName(group.values)}: ${group.arrived} of ${counted(group.total, "image")} arrived`,
        ...group.causes.flatMap(describeCause),
      ]),
    ...(more > 0 ? [`and ${counted(more, "more encounter", "more encounters")} with problems`] : []),
  ];
}
