/** The hub's command line. */
import { redactText } from "@landfall/http";
import type { ErrorCode } from "@landfall/protocol";
import { runAdminCommand } from "./cli/admin-commands.ts";
import { readOptions, UsageError } from "./cli/options.ts";
import { serve } from "./cli/serve.ts";
import { toHubError } from "./trouble.ts";

const usage = `landfall hub [serve] [--port N] [--host ADDRESS] [--blobs disk|azurite|azure] [--database-url URL] [--public-url URL] [--parent-watch]
landfall hub population create --name NAME [--require-coordinates] [--require-license]
landfall hub population list | open --name NAME | close --name NAME
landfall hub key create --name NAME --population NAME [--population NAME …]
landfall hub key list | revoke KEYID
all: [--data DIR] [--json] [--verbose]
environment: LANDFALL_DATA, LANDFALL_DATABASE_URL; for --blobs azure LANDFALL_AZURE_ACCOUNT_URL (the hub's own identity)
  or LANDFALL_AZURE_CONNECTION_STRING, and LANDFALL_AZURE_CONTAINER`;

async function main(argv: readonly string[]): Promise<void> {
  const { values, positionals } = readOptions(argv);
  if (positionals[0] === "help") return console.log(usage);
  if (positionals.length === 0 || positionals[0] === "serve") return serve(values);
  const { value, lines } = await runAdminCommand(positionals, values);
  console.log(values.json ? JSON.stringify(value) : lines.join("\n"));
}

/** Codes whose hint is for a station: here the message says it all. */
const speakForThemselves: readonly ErrorCode[] = ["VALIDATION_FAILED", "HUB_UNAVAILABLE"];

function explain(thrown: unknown): string {
  if (thrown instanceof UsageError) return `${thrown.message}\n\n${usage}`;
  const error = toHubError(thrown);
  if (error.code === "INTERNAL") return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return speakForThemselves.includes(error.code) ? error.message : `${error.message} ${error.hint}`;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(redactText(explain(error)));
  process.exitCode = 1;
}
