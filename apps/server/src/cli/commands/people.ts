/** Photographers: names as they are written, and whom they stand for. */
import {
  AliasesRequest,
  type PeopleChange,
  type PeopleView,
  type PhotographerName,
  parsePlainly,
  suggestionReasons,
  UnresolvedNames,
} from "@landfall/protocol";
import { whoOf } from "../alias-advice.ts";
import { defineCommand, type ExitCode } from "../command.ts";
import { withStation } from "../open-station.ts";
import { counted, type Output } from "../output.ts";
import { populationId, populationOption } from "../population.ts";
import { UsageError } from "../usage-error.ts";

const peopleText = (people: readonly string[]): string => (people.length === 0 ? "not a person" : people.join(", "));

function standsFor({ state, people, suggestions }: PhotographerName): string {
  if (state === "rejected") return "not a person";
  if (state !== "unresolved") {
    return people.map(({ name, onHub }) => (onHub ? name : `${name} (new to the hub)`)).join(", ");
  }
  if (suggestions.length === 0) return "?";
  return suggestions
    .map(({ people: likely, because }) => `${peopleText(likely)}? (${suggestionReasons[because]})`)
    .join(" or ");
}

const unresolvedText: Record<UnresolvedNames, string> = {
  allow: "Of encounters whose photographer is an unresolved name nothing is said.",
  warn: "Encounters whose photographer is an unresolved name warn, once a name has been resolved.",
  block: "Encounters whose photographer is an unresolved name cannot be approved.",
};

function describe({ names, defaultPhotographer, withoutPhotographer, unresolvedNames }: PeopleView): string[] {
  const width = Math.max(0, ...names.map(({ name }) => name.length));
  const lines = names.map(
    (each) =>
      `${each.state === "unresolved" ? "!" : " "} ${each.name.padEnd(width)}  ${standsFor(each)}  ` +
      `${counted(each.encounters, "encounter")}, ${counted(each.images, "image")}` +
      (each.lists.length > 0 ? `; also named together with others, as ${each.lists.join(" | ")}` : ""),
  );
  const without = `Nobody is named: ${counted(withoutPhotographer, "encounter")}, taken for ${defaultPhotographer ?? "nobody's"}.`;
  const open = names.filter(({ state }) => state === "unresolved");
  return [
    unresolvedText[unresolvedNames],
    ...(lines.length > 0 ? lines : ["No photographer is named yet."]),
    ...(withoutPhotographer > 0 || defaultPhotographer !== null ? [without] : []),
    ...(open.length > 0
      ? [
          `${counted(open.length, "name")} to look at. Next: landfall alias "${open[0]?.name}" ${open[0] ? whoOf(open[0]) : ""}${open[0] && whoOf(open[0]) === `"${open[0].name}"` ? " (it is that person's full name)" : ""}`,
        ]
      : []),
    ...(open.some(isLikely) ? ["Or take every likely one: landfall alias --likely"] : []),
  ];
}

const isLikely = ({ suggestions }: PhotographerName): boolean => suggestions.length === 1;

export const people = defineCommand({
  name: "people",
  summary: "The photographers of a population as they are written, and who they are",
  usage: "[--population NAME] [--unresolved allow|warn|block]",
  arguments: { atLeast: 0, atMost: 0 },
  options: { ...populationOption, unresolved: { type: "string" } },
  run: async ({ values, dataFolder, out }) => {
    const unresolved = UnresolvedNames.optional().safeParse(values.unresolved);
    if (!unresolved.success) throw new UsageError("--unresolved is allow, warn or block");
    const unresolvedNames = unresolved.data;
    const view = await withStation(dataFolder, { needsHub: false }, async ({ client }) => {
      const params = { id: await populationId(client, values.population) };
      if (unresolvedNames) await client.setAliases({ params, body: { aliases: [], unresolvedNames } });
      return client.people({ params });
    });
    out.result({ ...view }, describe(view));
    return 0;
  },
});

function showChange(out: Output, { people: view, regrouped }: PeopleChange): ExitCode {
  out.result({ ...view, regrouped }, [
    ...describe(view),
    ...regrouped.map(
      ({ name, manifestId, version }) => `${name} is version ${version} now. Next: landfall review ${manifestId}`,
    ),
  ]);
  return 0;
}

interface Given {
  readonly "not-a-person"?: boolean | undefined;
  readonly forget?: boolean | undefined;
  readonly default?: string | undefined;
  readonly "no-default"?: boolean | undefined;
}

/** What the words of the command line say. */
function requestOf(
  [name, ...named]: readonly string[],
  given: Given,
  likely: AliasesRequest["aliases"],
): AliasesRequest {
  const isNobody = given["not-a-person"] === true;
  const isForgotten = given.forget === true;
  if (name !== undefined && named.length === 0 && !isNobody && !isForgotten)
    throw new UsageError(`say who ${name} is: one or more full names, --not-a-person or --forget`);
  if (name !== undefined && (isNobody || isForgotten) && named.length > 0)
    throw new UsageError("a name either stands for people, or it does not");
  const request = parsePlainly(AliasesRequest, {
    aliases: name === undefined ? likely : [{ name, people: isForgotten ? null : named }],
    ...(given.default !== undefined && { defaultPhotographer: given.default }),
    ...(given["no-default"] && { defaultPhotographer: null }),
  });
  if (request.success) return request.data;
  throw new UsageError(`${name ?? given.default ?? "a name"}: ${request.issues[0].message}`);
}

export const alias = defineCommand({
  name: "alias",
  summary: "Say who a photographer's name stands for, and who took what names nobody",
  usage:
    "[--population NAME] NAME PERSON… | NAME --not-a-person | NAME --forget | --likely | --default PERSON | --no-default",
  arguments: { atLeast: 0, atMost: 21 },
  options: {
    ...populationOption,
    "not-a-person": { type: "boolean" },
    forget: { type: "boolean" },
    likely: { type: "boolean" },
    default: { type: "string" },
    "no-default": { type: "boolean" },
  },
  run: ({ positionals, values, dataFolder, out }) =>
    withStation(dataFolder, { needsHub: false }, async ({ client }) => {
      const params = { id: await populationId(client, values.population) };
      const { names } = values.likely ? await client.people({ params }) : { names: [] };
      const likely = names
        .filter(isLikely)
        .map(({ name, suggestions }) => ({ name, people: suggestions[0]?.people ?? [] }));
      const body = requestOf(positionals, values, likely);
      if (body.aliases.length === 0 && body.defaultPhotographer === undefined)
        throw new UsageError(
          values.likely ? "there is no likely name" : "name a photographer; landfall people lists them",
        );
      const change = await client.setAliases({ params, body });
      const [unknown] = change.notSaid;
      if (unknown !== undefined)
        throw new UsageError(
          `nothing was said of ${unknown}, so nothing is forgotten; landfall people lists the names`,
        );
      return showChange(out, change);
    }),
});
