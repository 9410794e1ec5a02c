/** What is said of single images: side, quality, people in the picture. */
import { ImageFactsPatch, imageFactNames, Side } from "@landfall/protocol";
import { readEncounterId } from "../arguments.ts";
import { defineCommand } from "../command.ts";
import { findImages } from "../find-images.ts";
import { UsageError } from "../usage-error.ts";
import { reshape } from "./reshape.ts";

const people: Readonly<Record<string, boolean>> = { yes: true, no: false };

interface Given {
  readonly side?: string | undefined;
  readonly quality?: string | undefined;
  readonly people?: string | undefined;
}

function readFacts(given: Given): ImageFactsPatch {
  const patch = {
    ...(given.side !== undefined && { side: given.side === "none" ? null : given.side }),
    ...(given.quality !== undefined && { quality: given.quality === "none" ? null : Number(given.quality) }),
    ...(given.people !== undefined && { people: people[given.people] ?? given.people }),
  };
  if (Object.keys(patch).length === 0) throw new UsageError("one of --side, --quality and --people is missing");
  const read = ImageFactsPatch.safeParse(patch);
  if (read.success) return read.data;
  const name = imageFactNames.find((each) => each === read.error.issues[0]?.path[0]) ?? "side";
  const may = { side: `${Side.options.join(", ")} or none`, quality: "0 to 4 or none", people: "yes or no" }[name];
  throw new UsageError(`--${name} ${given[name]}: it may be ${may}`);
}

export const describe = defineCommand({
  name: "describe",
  summary: "Say the side, the quality, or people of images",
  usage: `ENCOUNTER --image FILE|SHA256 [--image …] [--side ${Side.options.join("|")}|none] [--quality 0-4|none] [--people yes|no]`,
  arguments: { atLeast: 1, atMost: 1 },
  options: {
    image: { type: "string", multiple: true },
    side: { type: "string" },
    quality: { type: "string" },
    people: { type: "string" },
  },
  run: ({ values, positionals, dataFolder, out }) => {
    const id = readEncounterId(positionals[0]);
    const facts = readFacts(values);
    return reshape(dataFolder, out, async (client) =>
      client.describeImages({ params: { id }, body: { images: await findImages(client, [id], values.image), facts } }),
    );
  },
});
