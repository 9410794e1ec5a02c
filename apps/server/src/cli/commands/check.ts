/** What can be known before approval, now: are the files as they were scanned, and the photographs whole? */
import { setTimeout as wait } from "node:timers/promises";
import type { PictureChecks } from "@landfall/protocol";
import type { StationClient } from "../../station-client.ts";
import { readEncounterId, readManifestId } from "../arguments.ts";
import { defineCommand, type ExitCode } from "../command.ts";
import { findImages } from "../find-images.ts";
import { withStation } from "../open-station.ts";
import { counted, type Output } from "../output.ts";
import { allEncounters } from "./pages.ts";

const lookEveryMs = 500;

async function untilDecoded(client: StationClient, out: Output): Promise<PictureChecks> {
  let told = -1;
  for (;;) {
    const view = await client.pictureChecks({});
    if (view.state !== "working" && view.state !== "waiting") return view;
    if (view.left !== null && view.left !== told) out.note(`${counted(view.left, "photograph")} to decode`);
    told = view.left ?? told;
    await wait(lookEveryMs);
  }
}

export const check = defineCommand({
  name: "check",
  summary: "Look whether files are as they were scanned, and decode every photograph, before approval",
  usage: "MANIFEST",
  arguments: { atLeast: 1, atMost: 1 },
  options: {},
  run: async ({ positionals, dataFolder, out }) => {
    const id = readManifestId(positionals[0]);
    return withStation<ExitCode>(dataFolder, { needsHub: false }, async ({ client }) => {
      const { files } = await client.checkManifest({ params: { id } });
      await untilDecoded(client, out);
      const rows = await allEncounters(client, id);
      const blocked = rows.flatMap(({ id: encounter, findings }) =>
        findings
          .filter(({ severity }) => severity === "blocking")
          .map(({ code, message, hint, count, images }) => ({
            ...{ encounter, finding: code, message, hint, count },
            files: images.map(({ fileName }) => fileName),
          })),
      );
      out.result({ manifestId: id, files, blocked }, [
        `${counted(files.images, "file")} looked at: ${files.changed} changed, ${files.missing} missing, ${files.away} on a drive that is away${files.gone > 0 ? `, ${files.gone} delivered and no longer here` : ""}.`,
        ...blocked.map(
          ({ encounter, message, hint, files: names }) => `${encounter}  ${names.join(", ")}: ${message} ${hint ?? ""}`,
        ),
        blocked.length > 0
          ? "Leave images out: landfall exclude; deliver damaged ones as they are: landfall keep"
          : `Nothing is in the way. Next: landfall approve ${id}`,
      ]);
      return blocked.length > 0 ? 3 : 0;
    });
  },
});

export const keep = defineCommand({
  name: "keep",
  summary: "Deliver damaged photographs as they are, or no longer",
  usage: "ENCOUNTER --image FILE|SHA256 [--image …] [--undo]",
  arguments: { atLeast: 1, atMost: 1 },
  options: { image: { type: "string", multiple: true }, undo: { type: "boolean" } },
  run: async ({ values, positionals, dataFolder, out }) => {
    const id = readEncounterId(positionals[0]);
    const row = await withStation(dataFolder, { needsHub: false }, async ({ client }) => {
      const images = await findImages(client, [id], values.image);
      return client.keepAsIs({ params: { id }, body: { images, keep: !values.undo } });
    });
    out.result({ id, state: row.review }, [
      `Noted; the encounter is ${row.review}.`,
      `Next: landfall approve ${row.manifestId}`,
    ]);
    return 0;
  },
});
