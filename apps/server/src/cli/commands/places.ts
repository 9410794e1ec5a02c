import { LocationPrecision, locationPrecisionWords } from "@landfall/protocol";
import { readChoice } from "../arguments.ts";
import { defineCommand, type ExitCode } from "../command.ts";
import { withStation } from "../open-station.ts";
import { populationId, populationOption } from "../population.ts";

const placesAre = { ...locationPrecisionWords, exact: "told as they are" } as const;

export const places = defineCommand({
  name: "places",
  summary: "How exactly a population's places are told in exports: shows it, or sets it",
  usage: "[exact|0.01|0.1|none] [--population NAME]",
  arguments: { atLeast: 0, atMost: 1 },
  options: populationOption,
  run: async ({ values, positionals: [wanted], dataFolder, out }) => {
    const precision = wanted === undefined ? undefined : readChoice("PRECISION", wanted, LocationPrecision.options);
    return withStation<ExitCode>(dataFolder, { needsHub: false }, async ({ client }) => {
      const id = await populationId(client, values.population);
      if (precision) await client.setLocationPrecision({ params: { id }, body: { locationPrecision: precision } });
      const found = (await client.snapshot({})).populations.find((each) => each.id === id);
      const { name = "", locationPrecision = "exact" } = found ?? {};
      out.result({ population: name, locationPrecision }, [
        `${name}: places in exports are ${placesAre[locationPrecision]}.`,
      ]);
      return 0;
    });
  },
});
