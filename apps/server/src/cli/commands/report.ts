import { ReportFormat } from "@landfall/protocol";
import { readChoice, readManifestId } from "../arguments.ts";
import { defineCommand, type ExitCode } from "../command.ts";
import { download } from "../download.ts";
import { withStation } from "../open-station.ts";
import { counted } from "../output.ts";
import { UsageError } from "../usage-error.ts";
import { outputOf, outputOptions } from "../write-whole.ts";

export const report = defineCommand({
  name: "report",
  summary: "The delivery report: each image with its place on the hub and its receipt",
  usage: "MANIFEST --format csv|json|html [--out PATH [--force]]",
  arguments: { atLeast: 1, atMost: 1 },
  options: { format: { type: "string" }, ...outputOptions },
  run: async ({ values, positionals, dataFolder, out }) => {
    const id = readManifestId(positionals[0]);
    if (!values.format) throw new UsageError("--format csv, json or html is missing");
    const format = readChoice("--format", values.format, ReportFormat.options);
    const file = outputOf(values);
    return withStation<ExitCode>(dataFolder, { needsHub: false }, async (station) => {
      const { totals } = await station.client.report({ params: { id }, query: { after: 0, limit: 1 } });
      await download(station, `/manifests/${id}/report.${format}`, file);
      if (file)
        out.result({ manifestId: id, format, out: file.path, ...totals }, [
          `${counted(totals.images, "image")} of ${counted(totals.encounters, "approved encounter")}, ${totals.complete.toLocaleString("en")} of them delivered and verified${totals.skipped > 0 ? `; ${totals.skipped.toLocaleString("en")} left out` : ""}. Written to ${file.path}.`,
          ...(totals.toApproveAgain > 0
            ? [
                `${counted(totals.toApproveAgain, "image")} delivered before: not in it, as the encounters wait for approval again (landfall review ${id}).`,
              ]
            : []),
        ]);
      return 0;
    });
  },
});
