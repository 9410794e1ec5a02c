import { Area, type AreaView, areaText, parsePlainly } from "@landfall/protocol";
import { defineCommand, type ExitCode } from "../command.ts";
import { withStation } from "../open-station.ts";
import { counted } from "../output.ts";
import { populationId, populationOption } from "../population.ts";
import { UsageError } from "../usage-error.ts";

const letters = { S: -1, W: -1, N: 1, E: 1 } as const;

/** `47.5`, `-122`, `122W`. */
function degrees(text: string): number {
  const match = /^\s*(-?\d+(?:\.\d+)?)\s*°?\s*([NSEW])?\s*$/i.exec(text);
  const sign = letters[(match?.[2]?.toUpperCase() ?? "N") as keyof typeof letters];
  return match ? Number(match[1]) * sign : Number.NaN;
}

function readArea(text: string): Area {
  const [south, west, north, east, ...more] = text.split(",").map(degrees);
  const area = parsePlainly(Area, { south, west, north, east });
  if (area.success && more.length === 0) return area.data;
  const isFour = more.length === 0 && [south, west, north, east].every(Number.isFinite);
  const [issue] = area.success ? [] : area.issues;
  const why = isFour && issue ? `: ${[issue.path, issue.message].filter(Boolean).join(" ")}` : "";
  throw new UsageError(`--set is SOUTH,WEST,NORTH,EAST in degrees, such as 47.5N,125W,50N,122W${why}`);
}

function describe({ area, outside, known }: AreaView): string[] {
  const suggestion = known.area
    ? `By the positions of ${counted(known.encounters, "encounter")}: ${areaText(known.area)}.`
    : "No positions are known yet.";
  if (area === null)
    return [
      "Where this population lives has not been said: any position is taken.",
      suggestion,
      ...(known.area ? ["Take it with: landfall area --from-positions"] : []),
    ];
  return [
    `It lives at ${areaText(area)}.`,
    `${counted(outside, "encounter")} ${outside === 1 ? "lies" : "lie"} outside.`,
    suggestion,
  ];
}

export const area = defineCommand({
  name: "area",
  summary: "Where a population lives: an encounter outside warns. Shows it, or sets it",
  usage: "[--population NAME] [--set SOUTH,WEST,NORTH,EAST | --from-positions | --forget]",
  arguments: { atLeast: 0, atMost: 0 },
  options: {
    ...populationOption,
    set: { type: "string" },
    "from-positions": { type: "boolean" },
    forget: { type: "boolean" },
  },
  run: async ({ values, dataFolder, out }) => {
    const asked = [values.set !== undefined, values["from-positions"], values.forget].filter(Boolean);
    if (asked.length > 1) throw new UsageError("one of --set, --from-positions and --forget");
    const wanted = values.set === undefined ? null : readArea(values.set);
    return withStation<ExitCode>(dataFolder, { needsHub: false }, async ({ client }) => {
      const params = { id: await populationId(client, values.population) };
      let view = await client.area({ params });
      const next = values["from-positions"] ? view.known.area : wanted;
      if (values["from-positions"] && next === null)
        throw new UsageError("no positions are known yet; give them with --set");
      if (asked.length > 0) view = await client.setArea({ params, body: { area: next } });
      out.result({ ...view }, describe(view));
      return 0;
    });
  },
});
