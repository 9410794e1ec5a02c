// The page of errors, findings and reasons, from the tables that the programs use.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { errorTable, findingTable, reasonTable } from "../../packages/protocol/src/index.ts";
import { root } from "../runtime.mjs";

const tiers = {
  transient: "Tried again in place, then in rounds.",
  offline: "Pauses the run until the hub can be reached again.",
  auth: "Pauses the run until a person mends the key.",
  disk: "Pauses the run until the station's disk has room.",
  renew: "A fresh session, then on where it stopped.",
  settle: "Neither success nor failure: the hub is asked what is there.",
  person: "One thing waits for a person; its neighbours go on.",
  request: "The request itself is wrong; sending it again changes nothing.",
};

const table = (head, rows) =>
  [head, head.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.map((cell) => String(cell).replaceAll("|", "\\|")).join(" | ")} |`)
    .join("\n");

const page = `# Errors, findings and reasons

Made by \`node scripts/errors-page.mjs\` from the tables in \`packages/protocol/src\`. Do not edit it by hand.

An error travels as a problem document (RFC 9457, \`application/problem+json\`) with its \`code\`, \`tier\` and \`hint\`;
its \`type\` is \`urn:landfall:error:CODE\`.

## What a tier means

${table(["tier", "what the program does"], Object.entries(tiers))}

## Errors

${table(
  ["code", "tier", "status", "what happened", "what to do"],
  Object.entries(errorTable).map(([code, { tier, status, message, hint }]) => [
    `\`${code}\``,
    tier,
    status,
    message,
    hint,
  ]),
)}

## Findings

What the scan noticed about a photograph or an encounter. \`blocking\` keeps an encounter from being approved, \`warning\` asks
for a look, \`note\` informs.

${table(
  ["code", "severity", "what it says"],
  Object.entries(findingTable).map(([code, { severity, message }]) => [`\`${code}\``, severity, message]),
)}

## Reasons

Why a file that was found is not an image.

${table(
  ["code", "what it says"],
  Object.entries(reasonTable).map(([code, message]) => [`\`${code}\``, message]),
)}
`;

const file = join(root, "docs/errors.md");
if (process.argv.includes("--check")) {
  const written = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (written !== page) {
    console.log("docs/errors.md is not what the tables say: run node scripts/errors-page.mjs.");
    process.exitCode = 1;
  }
} else {
  mkdirSync(join(root, "docs"), { recursive: true });
  writeFileSync(file, page);
}
