/** What went wrong, as plain text for whoever is asked for help. */
import type { ProblemGroup } from "@landfall/protocol";
import { encounterTitle } from "../../ui/words.ts";

export function problemReport(group: ProblemGroup): string {
  const lines = [
    encounterTitle(group.values),
    `${group.arrived} of ${group.total} images arrived (${group.sync})`,
    `encounter ${group.encounterId}, manifest ${group.manifestId}`,
  ];
  for (const cause of group.causes) {
    lines.push("", `${cause.code}: ${cause.message} (${cause.count})`, cause.hint);
    if (cause.detail) lines.push(cause.detail);
    lines.push(...cause.files.map((file) => `  ${file}`));
    const more = cause.count - cause.files.length;
    if (more > 0) lines.push(`  and ${more} more`);
  }
  return lines.join("\n");
}
