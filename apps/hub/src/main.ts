/** The hub's command line. */
import { redact, redactText } from "@landfall/http";
import { type ErrorCode, LandfallError, toProblem } from "@landfall/protocol";
import { runAdminCommand } from "./cli/admin-commands.ts";
import { readOptions, UsageError } from "./cli/options.ts";
import { serve } from "./cli/serve.ts";
import { toHubError } from "./trouble.ts";

const usage = `landfall hub [serve] [--port N] [--host ADDRESS] [--blobs disk|azurite|azure] [--database-url URL] [--public-url URL] [--copy-source ACCOUNT/CONTAINER[/FOLDER] …] [--parent-watch]
landfall hub population create --name NAME [--require-coordinates] [--require-license]
landfall hub population list | open --name NAME | close --name NAME
landfall hub key create --name NAME --population NAME [--population NAME …]
landfall hub key list | revoke KEYID
landfall hub receipt-key create
all: [--data DIR] [--json] [--verbose]
environment: LANDFALL_DATA, LANDFALL_DATABASE_URL, LANDFALL_COPY_SOURCES (several, with spaces between); for --blobs azure LANDFALL_AZURE_ACCOUNT_URL (the hub's own identity)
  or LANDFALL_AZURE_CONNECTION_STRING, and LANDFALL_AZURE_CONTAINER`;

async function main(argv: readonly string[]): Promise<void> {
  const { values, positionals } = readOptions(argv);
  if (values.help || positionals[0] === "help") return console.log(usage);
  if (positionals.length === 0 || positionals[0] === "serve") return serve(values);
  const { value, lines, notes = [] } = await runAdminCommand(positionals, values);
  console.log(values.json ? JSON.stringify(value) : lines.join("\n"));
  if (!values.json) for (const note of notes) console.error(note);
}

/** Codes whose hint is for a station: here the message says it all. */
const speakForThemselves: readonly ErrorCode[] = ["VALIDATION_FAILED", "NOT_FOUND", "HUB_UNAVAILABLE"];

function explain(thrown: unknown): string {
  if (thrown instanceof UsageError) return `${thrown.message}\n\n${usage}`;
  const error = toHubError(thrown);
  if (error.code === "INTERNAL") return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return speakForThemselves.includes(error.code) ? error.message : `${error.message} ${error.hint}`;
}

const toError = (thrown: unknown): LandfallError =>
  thrown instanceof UsageError
    ? new LandfallError("VALIDATION_FAILED", { detail: thrown.message })
    : toHubError(thrown);

const argv = process.argv.slice(2);
try {
  await main(argv);
} catch (error) {
  console.error(redactText(explain(error)));
  if (argv.includes("--json")) console.log(JSON.stringify(redact(toProblem(toError(error)))));
  process.exitCode = 1;
}
