/** Which images an encounter has: split, merged, moved, left out, taken back, undone. */
import {
  actorWords,
  changeWords,
  type ManifestId,
  mergeWarnings,
  type Reshaped,
  ReshapingId,
  type UndoableChange,
} from "@landfall/protocol";
import type { StationClient } from "../../station-client.ts";
import { readEncounterId, readManifestId } from "../arguments.ts";
import { defineCommand, type ExitCode } from "../command.ts";
import { readEdit } from "../fields.ts";
import { findImages } from "../find-images.ts";
import { describeFindings } from "../finding-text.ts";
import { withStation } from "../open-station.ts";
import { countedImages, localTime, type Output, undoLine } from "../output.ts";
import { UsageError } from "../usage-error.ts";

const image = { image: { type: "string", multiple: true } } as const;
const oneEncounter = { atLeast: 1, atMost: 1 };

export async function reshape(
  dataFolder: string,
  out: Output,
  act: (client: StationClient) => Promise<Reshaped>,
): Promise<ExitCode> {
  const {
    encounters,
    removed,
    undo,
    notes = [],
  } = await withStation(dataFolder, { needsHub: false }, ({ client }) => act(client));
  const shown = encounters.map(({ id, eventID, imageCount, images, review }) => ({
    ...{ id, eventID, images: imageCount - images.skipped, leftOut: images.skipped, state: review },
  }));
  const waiting = encounters.find(({ review }) => review === "pending" || review === "incomplete");
  out.result({ encounters: shown, removed, undo, ...(notes.length > 0 && { notes }) }, [
    ...shown.map(({ id, images, leftOut, state }) => `${id}  ${countedImages(images, leftOut)}, ${state}`),
    ...removed.map((id) => `${id}  is no encounter any more`),
    ...notes,
    ...undoLine(undo),
    ...(waiting ? [`Next: landfall approve ${waiting.manifestId}`] : []),
  ]);
  return 0;
}

export const split = defineCommand({
  name: "split",
  summary: "Make an encounter of its own of some images",
  usage: "ENCOUNTER --image FILE|SHA256 [--image …]",
  arguments: oneEncounter,
  options: image,
  run: ({ values, positionals, dataFolder, out }) => {
    const id = readEncounterId(positionals[0]);
    return reshape(dataFolder, out, async (client) =>
      client.splitEncounter({ params: { id }, body: { images: await findImages(client, [id], values.image) } }),
    );
  },
});

export const merge = defineCommand({
  name: "merge",
  summary: "Make one of several encounters, with the fields of the first",
  usage: "ENCOUNTER ENCOUNTER …",
  arguments: { atLeast: 2, atMost: 1000 },
  options: {},
  run: ({ positionals, dataFolder, out }) => {
    const [id, ...encounters] = positionals.map(readEncounterId);
    if (!id) throw new UsageError("two encounters or more are merged");
    return reshape(dataFolder, out, async (client) => {
      const rows = await Promise.all([id, ...encounters].map((each) => client.encounter({ params: { id: each } })));
      const [named, ...others] = rows.map(({ values }) => values);
      if (named) for (const warning of mergeWarnings([named, ...others], named)) out.note(warning);
      return client.mergeEncounters({ params: { id }, body: { encounters } });
    });
  },
});

export const move = defineCommand({
  name: "move",
  summary: "Move images to another encounter of the manifest",
  usage: "ENCOUNTER --to ENCOUNTER --image FILE|SHA256 [--image …]",
  arguments: oneEncounter,
  options: { ...image, to: { type: "string" } },
  run: ({ values, positionals, dataFolder, out }) => {
    const id = readEncounterId(positionals[0]);
    const to = readEncounterId(values.to);
    return reshape(dataFolder, out, async (client) =>
      client.moveImages({ params: { id }, body: { to, images: await findImages(client, [id], values.image) } }),
    );
  },
});

export const exclude = defineCommand({
  name: "exclude",
  summary:
    "Leave images out, with a reason, and the RAW file and sidecar of a shot with its JPEG (--alone: only these); or take them back",
  usage: "ENCOUNTER --image FILE|SHA256 [--image …] [--alone] [--reason TEXT | --undo]",
  arguments: oneEncounter,
  options: { ...image, alone: { type: "boolean" }, reason: { type: "string" }, undo: { type: "boolean" } },
  run: ({ values, positionals, dataFolder, out }) => {
    const id = readEncounterId(positionals[0]);
    if (values.undo && values.reason !== undefined) throw new UsageError("give one of --reason and --undo");
    return reshape(dataFolder, out, async (client) => {
      const images = await findImages(client, [id], values.image);
      const alone = values.alone ?? false;
      return values.undo
        ? client.takeBack({ params: { id }, body: { images, alone } })
        : client.leaveOut({ params: { id }, body: { images, alone, reason: values.reason ?? null } });
    });
  },
});

/** `2024-07-15 18:04 from the command line` */
const whenAndBy = ({ at, by }: UndoableChange): string =>
  [...(at ? [localTime(at)] : []), ...(by ? [actorWords[by]] : [])].join(" ");

async function listUndoable(dataFolder: string, out: Output, id: ManifestId): Promise<ExitCode> {
  const changes = await withStation(dataFolder, { needsHub: false }, ({ client }) =>
    client.undoable({ params: { id } }),
  );
  out.result(
    { changes },
    changes.length === 0
      ? ["Nothing can be undone."]
      : changes.map((change) => [change.id, whenAndBy(change), changeWords(change)].filter(Boolean).join("  ")),
  );
  return 0;
}

export const undo = defineCommand({
  name: "undo",
  summary: "Undo an approval, an edit, a split, a merge, a move, a leaving out, or what was said of images",
  usage: "CHANGE | --last MANIFEST | --list MANIFEST",
  words: {
    UNDO_TOO_LATE: {
      hint: "Undo first what was changed since (landfall undo --list MANIFEST names each change, the latest first), or make the change that you want instead.",
    },
  },
  arguments: { atLeast: 0, atMost: 1 },
  options: { last: { type: "string" }, list: { type: "string" } },
  run: ({ values, positionals, dataFolder, out }) => {
    if ([positionals[0], values.last, values.list].filter((each) => each !== undefined).length !== 1)
      throw new UsageError("give one of CHANGE, --last MANIFEST and --list MANIFEST");
    if (values.list !== undefined) return listUndoable(dataFolder, out, readManifestId(values.list));
    if (values.last !== undefined) {
      const manifest = readManifestId(values.last);
      return reshape(dataFolder, out, async (client) => {
        const [latest] = await client.undoable({ params: { id: manifest } });
        if (!latest) throw new UsageError(`nothing of manifest ${manifest} can be undone`);
        return client.undoReshaping({ params: { id: latest.id } });
      });
    }
    const id = ReshapingId.safeParse(positionals[0]);
    if (!id.success) throw new UsageError(`${positionals[0]} is not the id of a change`);
    return reshape(dataFolder, out, (client) => client.undoReshaping({ params: { id: id.data } }));
  },
});

export const edit = defineCommand({
  name: "edit",
  summary: "Correct the fields of an encounter; one that is approved waits for approval again",
  usage: "ENCOUNTER --set field=value … (field= empties it)",
  arguments: oneEncounter,
  options: { set: { type: "string", multiple: true } },
  run: async ({ values, positionals, dataFolder, out }) => {
    const id = readEncounterId(positionals[0]);
    const body = readEdit("--set", values.set);
    if (!body) throw new UsageError("--set field=value is missing");
    const row = await withStation(dataFolder, { needsHub: false }, ({ client }) =>
      client.reopenAndEdit({ params: { id }, body }),
    );
    out.result(
      { id, values: row.values, state: row.review, findings: row.findings.map(({ code }) => code), undo: row.undo },
      [
        `Saved; the encounter is ${row.review}.`,
        ...describeFindings(row),
        ...undoLine(row.undo),
        `Next: landfall approve ${row.manifestId}`,
      ],
    );
    return 0;
  },
});
