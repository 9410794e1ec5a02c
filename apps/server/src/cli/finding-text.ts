/** What was noticed of an encounter, in lines of a terminal. */
import { type EncounterRow, wholeFindings } from "@landfall/protocol";

type Finding = EncounterRow["findings"][number];

/** Those of images name the files that a person has to know, else how many they are. */
function describeFinding({ code, message, detail, count, images, hint }: Finding): string {
  const files = images.map(({ fileName }) => fileName).join(", ");
  const which = files ? `${files}: ` : wholeFindings.has(code) ? "" : `${count} × `;
  return `    ${which}${[message, detail && `${detail}.`, hint].filter(Boolean).join(" ")}`;
}

/** Notes ask for nothing, and are left out, but for what is no longer here. */
export const describeFindings = (findings: readonly Finding[]): string[] =>
  findings.filter(({ severity, code }) => severity !== "note" || code === "DELIVERED_GONE").map(describeFinding);
