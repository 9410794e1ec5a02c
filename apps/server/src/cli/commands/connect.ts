import { text } from "node:stream/consumers";
import { defineCommand } from "../command.ts";
import { withStation } from "../open-station.ts";
import { UsageError } from "../usage-error.ts";

/** A key given as `-` is read from standard input, where no process list shows it. */
const readKey = async (option: string): Promise<string> => (option === "-" ? text(process.stdin) : option);

export const connect = defineCommand({
  name: "connect",
  summary: "Connect the station to a hub; both are checked before they are stored",
  usage: "--hub URL --key KEY|-",
  options: { hub: { type: "string" }, key: { type: "string" } },
  run: async ({ values, dataFolder, out }) => {
    if (!values.hub) throw new UsageError("--hub URL is missing");
    if (!values.key) throw new UsageError("--key KEY is missing");
    if (!URL.canParse(values.hub))
      throw new UsageError(`--hub ${values.hub} is not an address such as https://hub.example`);
    const body = { hub: values.hub, key: (await readKey(values.key)).trim() };
    if (!body.key) throw new UsageError("the key is empty");
    const answer = await withStation(dataFolder, { needsHub: false }, ({ client }) => client.connect({ body }));
    const names = answer.populations.join(", ") || "none";
    out.result(answer, [`Connected to ${answer.hub.url} as ${answer.key.name}.`, `Populations: ${names}.`]);
    return 0;
  },
});
