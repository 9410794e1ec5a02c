import { text } from "node:stream/consumers";
import { LandfallError } from "@landfall/protocol";
import { defineCommand } from "../command.ts";
import { withStation } from "../open-station.ts";
import { UsageError } from "../usage-error.ts";

/** A key given as `-` is read from standard input, where no process list shows it. */
const readText = async (option: string): Promise<string> => (option === "-" ? text(process.stdin) : option);

/** Says nothing of what was given instead: it may be a secret of something else. */
async function readKey(option: string): Promise<string> {
  const key = (await readText(option)).trim();
  if (/^lfk_[\w-]{20,}$/.test(key)) return key;
  const detail =
    "This is not an API key: a key is one word that begins with lfk_, as landfall hub key create prints it.";
  throw new LandfallError("VALIDATION_FAILED", { detail });
}

const once = "Check the address and that the hub runs, then connect again.";

export const connect = defineCommand({
  name: "connect",
  summary: "Connect the station to a hub; both are checked before they are stored",
  usage: "--hub URL --key KEY|- [--other-hub]",
  options: { hub: { type: "string" }, key: { type: "string" }, "other-hub": { type: "boolean" } },
  words: {
    HUB_OFFLINE: { hint: once },
    HUB_UNAVAILABLE: { hint: once },
    CONNECTION_LOST: { hint: once },
    STALLED: { hint: once },
    OTHER_HUB: {
      hint: "Nothing was changed. Check the address. Only if the station is to belong to this hub from now on, add --other-hub: the receipts of the former hub are let go, and the next sync of each manifest asks this one for everything and sends what it lacks.",
    },
    NOT_THE_HUB: {
      message: "This address answers, but it is not a Landfall hub.",
      hint: "Check the address; where the network has a sign-in page, sign in first.",
    },
  },
  run: async ({ values, dataFolder, out }) => {
    if (!values.hub) throw new UsageError("--hub URL is missing");
    if (!values.key) throw new UsageError("--key KEY is missing");
    if (!URL.canParse(values.hub))
      throw new UsageError(`--hub ${values.hub} is not an address such as https://hub.example`);
    const otherHub = values["other-hub"] ?? false;
    const body = { hub: values.hub, key: await readKey(values.key), otherHub };
    const answer = await withStation(dataFolder, { needsHub: false }, ({ client }) => client.connect({ body }));
    const names = answer.populations.join(", ") || "none";
    out.result(answer, [`Connected to ${answer.hub.url} as ${answer.key.name}.`, `Populations: ${names}.`]);
    return 0;
  },
});
