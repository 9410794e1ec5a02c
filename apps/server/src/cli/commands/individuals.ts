/** Individuals: how a population writes their identifiers, who is named, and what the hub made of them. */
import {
  type IdentifiersChange,
  IdentifiersRequest,
  type IndividualsView,
  nearIdentifierText,
  parsePlainly,
} from "@landfall/protocol";
import { defineCommand, type ExitCode } from "../command.ts";
import { withStation } from "../open-station.ts";
import { counted, type Output } from "../output.ts";
import { populationId, populationOption } from "../population.ts";
import { UsageError } from "../usage-error.ts";

const stateWords = {
  new: "goes to the hub with the next sync",
  found: "found on the hub",
  created: "created on the hub",
  failed: "failed on the hub",
} as const;

const catalogueText = ({ individuals, fetchedAt }: IndividualsView["catalogue"]): string =>
  fetchedAt === null
    ? "The hub's individuals have not been fetched: landfall individuals --fetch"
    : `The hub knows ${counted(individuals, "individual")}, as of ${fetchedAt}.`;

function describe({ pattern, individuals, near, catalogue }: IndividualsView): string[] {
  if (pattern === null)
    return [
      `Nobody has said how identifiers are written. Next: landfall individuals --examples ${catalogue.examples.slice(0, 2).join() || "T002B,J047"}`,
      catalogueText(catalogue),
    ];
  const width = Math.max(0, ...individuals.map(({ name }) => name.length));
  return [
    `Identifiers are ${pattern}`,
    catalogueText(catalogue),
    ...individuals.map(
      ({ name, state, reason, encounters }) =>
        `  ${name.padEnd(width)}  ${counted(encounters, "encounter")}, ${stateWords[state]}${reason === null ? "" : `: ${reason}`}`,
    ),
    ...near.map((each) => `! ${each.text} is nearly ${each.individual}: ${nearIdentifierText(each)}`),
    ...(near.length > 0
      ? [`Next: landfall individuals --correct "${near[0]?.text}=${near[0]?.individual}", or --not "${near[0]?.text}"`]
      : []),
  ];
}

function showChange(out: Output, { individuals, regrouped }: IdentifiersChange): ExitCode {
  out.result({ ...individuals, regrouped }, [
    ...describe(individuals),
    ...regrouped.map(
      ({ name, manifestId, version }) => `${name} is version ${version} now. Next: landfall review ${manifestId}`,
    ),
  ]);
  return 0;
}

interface Given {
  readonly examples?: string | undefined;
  readonly correct?: readonly string[] | undefined;
  readonly not?: readonly string[] | undefined;
  readonly forget?: readonly string[] | undefined;
}

function requestOf({ examples, correct = [], not = [], forget = [] }: Given): IdentifiersRequest {
  const request = parsePlainly(IdentifiersRequest, {
    ...(examples !== undefined && { examples: examples.split(",").filter((each) => each.trim() !== "") }),
    corrections: [
      ...correct.map((each) => {
        const [text, individual] = each.split("=");
        return { text, individual };
      }),
      ...not.map((text) => ({ text, individual: null })),
    ],
    forget,
  });
  if (request.success) return request.data;
  const [{ path, message }] = request.issues;
  const [list, at] = path.split(".");
  const text =
    list === "corrections" ? [...correct, ...not][Number(at)] : list === "forget" ? forget[Number(at)] : examples;
  throw new UsageError(`${text}: ${message}`);
}

export const individuals = defineCommand({
  name: "individuals",
  summary: "The individuals that scans name, what is nearly one, and what the hub made of them",
  usage:
    "[--population NAME] [--fetch] [--examples T002B,J047 [--dry-run]] [--correct T2B=T002B …] [--not TEXT …] [--forget TEXT …]",
  arguments: { atLeast: 0, atMost: 0 },
  options: {
    ...populationOption,
    fetch: { type: "boolean" },
    examples: { type: "string" },
    correct: { type: "string", multiple: true },
    not: { type: "string", multiple: true },
    forget: { type: "string", multiple: true },
    "dry-run": { type: "boolean" },
  },
  run: ({ values, dataFolder, out }) =>
    withStation(dataFolder, { needsHub: values.fetch === true }, async ({ client }) => {
      const params = { id: await populationId(client, values.population) };
      const body = requestOf(values);
      if (values.fetch) await client.fetchCatalogue({ params });
      const isChange = body.examples !== undefined || body.corrections.length + body.forget.length > 0;
      if (values["dry-run"]) {
        const { pattern, found, examples, near } = await client.previewIdentifiers({ params, body });
        out.result({ pattern, found, examples, near }, [
          `Identifiers would be ${pattern ?? "none"}`,
          `${counted(found, "individual")} found, such as ${examples.join(", ") || "none"}; ${counted(near, "text")} nearly one.`,
        ]);
        return 0;
      }
      if (isChange) return showChange(out, await client.setIdentifiers({ params, body }));
      const view = await client.individuals({ params });
      out.result({ ...view }, describe(view));
      return 0;
    }),
});
