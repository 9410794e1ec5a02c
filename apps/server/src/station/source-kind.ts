/** Which files may be sheets or tracks, by their names. */
import type { SourceKind } from "@landfall/protocol";

/** Null for what is neither, and for what spreadsheet programs leave beside a file that is open. */
export function sourceKindOf(fileName: string): SourceKind | null {
  if (fileName.startsWith("~$")) return null;
  if (/\.(?:csv|tsv|xlsx)$/i.test(fileName)) return "sheet";
  return /\.gpx$/i.test(fileName) ? "track" : null;
}
