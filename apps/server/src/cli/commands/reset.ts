import { readManifestId } from "../arguments.ts";
import { defineCommand } from "../command.ts";
import { withStation } from "../open-station.ts";
import { counted } from "../output.ts";

export const reset = defineCommand({
  name: "reset",
  summary:
    "Let the receipts of a manifest go; the next sync asks the hub for all of them again and sends nothing twice",
  usage: "MANIFEST",
  arguments: { atLeast: 1, atMost: 1 },
  options: {},
  run: async ({ positionals, dataFolder, out }) => {
    const id = readManifestId(positionals[0]);
    const { images } = await withStation(dataFolder, { needsHub: false }, ({ client }) =>
      client.reset({ params: { id } }),
    );
    out.result({ manifestId: id, images }, [
      images === 0
        ? "No image of its approved encounters has a receipt: there is none to let go."
        : `${counted(images, "image")} will be checked again with the hub.`,
      `Next: landfall sync ${id}`,
    ]);
    return 0;
  },
});
