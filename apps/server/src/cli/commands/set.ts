/** One value for many encounters: *Set for all…* of the page. */
import { readEncounterId, readManifestId } from "../arguments.ts";
import { defineCommand } from "../command.ts";
import { readEdit, readFields } from "../fields.ts";
import { withStation } from "../open-station.ts";
import { counted, undoLine } from "../output.ts";
import { UsageError } from "../usage-error.ts";

export const set = defineCommand({
  name: "set",
  summary: "Give encounters that are not approved one value: all of a manifest, or some",
  usage: "MANIFEST [--set field=value …] [--override field=value …] [--position-unknown] [--encounter ID …]",
  arguments: { atLeast: 1, atMost: 1 },
  options: {
    /** Fills empty fields only. */
    set: { type: "string", multiple: true },
    /** Replaces; `field=` empties. */
    override: { type: "string", multiple: true },
    "position-unknown": { type: "boolean" },
    encounter: { type: "string", multiple: true },
  },
  run: async ({ values, positionals, dataFolder, out }) => {
    const id = readManifestId(positionals[0]);
    const [filled, override] = [readFields("--set", values.set), readEdit("--override", values.override)];
    const encounters = values.encounter?.map(readEncounterId);
    const positionUnknown = values["position-unknown"] === true;
    if (!filled && !override && !positionUnknown)
      throw new UsageError("one of --set field=value, --override field=value and --position-unknown");
    const body = {
      ...(filled && { set: filled }),
      ...(override && { override }),
      ...(positionUnknown && { positionUnknown }),
      ...(encounters && { encounters }),
    };
    const done = await withStation(dataFolder, { needsHub: false }, ({ client }) =>
      client.setFields({ params: { id }, body }),
    );
    out.result(done, [
      `${counted(done.changed, "encounter")} changed.`,
      ...undoLine(done.undo),
      `See: landfall review ${id}`,
    ]);
    return 0;
  },
});
