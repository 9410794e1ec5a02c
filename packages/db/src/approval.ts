/** Why encounters cannot be approved, in words that name files and say what to do. */
import {
  type FieldName,
  type FindingCode,
  findingTable,
  hintOf,
  isBlocking,
  type LeftOutReason,
} from "@landfall/protocol";
import { type StationDatabase, statement } from "./database.ts";
import { type EncounterRecord, folderOf } from "./encounter.ts";
import { imagesWith } from "./image-findings.ts";
import { isUndecoded } from "./picture-checks.ts";

const examplesNamed = 3;

const wordsOf: Partial<Record<FieldName, string>> = {
  eventDate: "date",
  locality: "locality",
  recordedBy: "photographer",
  decimalLatitude: "latitude",
  decimalLongitude: "longitude",
  license: "licence",
};

/** One whose day or place is not known is found by its folder. */
function nameOf(db: StationDatabase, { pk, values }: EncounterRecord): string {
  const { eventDate, locality, recordedBy } = values;
  const name = [eventDate ?? "no date", locality ?? "no locality", recordedBy ?? "no photographer"].join(" · ");
  const folder = eventDate === null || locality === null ? folderOf(db, pk) : null;
  return folder === null ? name : `${name} in ${folder}`;
}

interface Reason {
  readonly field: FieldName | null;
  readonly finding: FindingCode | null;
  encounters: number;
  readonly examples: string[];
}

/** The commonest first. */
export function leftOutReasons(db: StationDatabase, incomplete: readonly EncounterRecord[]): LeftOutReason[] {
  const reasons = new Map<string, Reason>();
  const add = (field: FieldName | null, finding: FindingCode | null, names: () => readonly string[]) => {
    const key = field ?? finding ?? "";
    const reason = reasons.get(key) ?? { field, finding, encounters: 0, examples: [] };
    reasons.set(key, reason);
    reason.encounters += 1;
    if (reason.examples.length < examplesNamed) reason.examples.push(...names());
  };
  for (const of of incomplete) {
    for (const field of of.missing) add(field, null, () => [nameOf(db, of)]);
    for (const { code } of of.findings.filter((each) => isBlocking(each.code))) {
      const files = () => imagesWith(db, of.pk, code).map(({ fileName }) => fileName);
      add(null, code, () => (files().length > 0 ? files() : [nameOf(db, of)]));
    }
  }
  return [...reasons.values()]
    .sort((a, b) => b.encounters - a.encounters)
    .map(({ examples, ...reason }) => ({ ...reason, ...saidOf(reason), examples: examples.slice(0, examplesNamed) }));
}

const licenseSaid = {
  message: "The licence is missing: nobody would know who may use the photographs.",
  hint: "Give all of them one at once: Set for all…, or landfall set MANIFEST --set license=attribution (or public, or organisation). For later ones, the settings may say which is meant where none is stated.",
};

function saidOf({ field, finding }: Pick<Reason, "field" | "finding">): Pick<LeftOutReason, "message" | "hint"> {
  if (field === "license") return licenseSaid;
  if (finding) return { message: findingTable[finding].message, hint: hintOf(finding) ?? "" };
  const word = (field && wordsOf[field]) ?? field;
  return { message: `The ${word} is missing.`, hint: "Enter it on the encounter, or set it for all that lack it." };
}

/** Of approved encounters: images that were not decoded, and those whose drive is away. */
export function unlookedAt(
  db: StationDatabase,
  approved: readonly EncounterRecord[],
): { undecoded: number; away: number } {
  const away = approved.reduce(
    (sum, { findings }) => sum + (findings.find(({ code }) => code === "DRIVE_AWAY")?.count ?? 0),
    0,
  );
  const row = statement<{ n: number }>(
    db,
    `SELECT COUNT(*) AS n FROM image AS i WHERE i.encounter IN (SELECT value FROM json_each(?)) AND ${isUndecoded}`,
  ).get(JSON.stringify(approved.map(({ pk }) => pk)));
  return { undecoded: row?.n ?? 0, away };
}
