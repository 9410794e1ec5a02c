import type { ImportedProject } from "@landfall/protocol";
import { defineCommand, type ExitCode } from "../command.ts";
import { download } from "../download.ts";
import { withStation } from "../open-station.ts";
import { counted } from "../output.ts";
import { resolvePath } from "../paths.ts";
import { UsageError } from "../usage-error.ts";
import { outputOptions } from "../write-whole.ts";

/** `OLD=NEW`; OLD as the archive names it. */
function readRoot(text: string): { from: string; to: string } {
  const at = text.indexOf("=");
  if (at < 1 || at === text.length - 1) throw new UsageError(`--roots ${text}: write OLD=NEW`);
  return { from: text.slice(0, at), to: resolvePath(text.slice(at + 1)) };
}

const describe = ({ populations, manifests, encounters, images, roots }: ImportedProject): string[] => [
  `${counted(populations, "population")}, ${counted(manifests, "manifest")}, ${counted(encounters, "encounter")} with ${counted(images, "image")} taken in.`,
  ...roots.map(({ path, isThere }) => `  ${path}${isThere ? "" : "  is not there now"}`),
  ...(roots.some(({ isThere }) => !isThere)
    ? ["A drive that comes back under another name is known again by what lies in it when it is scanned."]
    : []),
  "Next: landfall connect --hub URL --key -",
];

export const project = defineCommand({
  name: "project",
  summary: "The whole project as one file without secrets, and such a file as the project of an empty station",
  usage: "export|import FILE [--force] [--roots OLD=NEW] [--roots …]",
  arguments: { atLeast: 2, atMost: 2 },
  options: { roots: { type: "string", multiple: true }, force: outputOptions.force },
  run: async ({ values, positionals: [act, given = ""], dataFolder, out }): Promise<ExitCode> => {
    const file = resolvePath(given);
    if (act === "import") {
      if (values.force) throw new UsageError("--force is for export");
      const body = { file, roots: (values.roots ?? []).map(readRoot) };
      const taken = await withStation(dataFolder, { needsHub: false }, ({ client }) => client.importProject({ body }));
      out.result(taken, describe(taken));
      return 0;
    }
    if (act !== "export") throw new UsageError(`${act}: write export or import`);
    if (values.roots) throw new UsageError("--roots is for import");
    const output = { path: file, force: values.force === true };
    await withStation(dataFolder, { needsHub: false }, (station) => download(station, "/project.landfall", output));
    out.result({ out: file }, [`The project was written to ${file}. Elsewhere: landfall project import ${given}`]);
    return 0;
  },
});
