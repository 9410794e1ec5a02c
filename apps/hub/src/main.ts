/** The hub's command line. */
import { redactText } from "@landfall/http";
import { LandfallError } from "@landfall/protocol";
import { runAdminCommand } from "./cli/admin-commands.ts";
import { readOptions, UsageError } from "./cli/options.ts";
import { serve } from "./cli/serve.ts";

const usage = `landfall hub [serve] [--port N] [--host ADDRESS] [--blobs disk|azurite|azure] [--database-url URL] [--public-url URL] [--parent-watch]
landfall hub population create --name NAME [--require-coordinates] [--require-license]
landfall hub population list | open --name NAME | close --name NAME
landfall hub key create --name NAME --population NAME [--population NAME …]
landfall hub key list | revoke KEYID
all: [--data DIR] [--json] [--verbose]`;

async function main(argv: readonly string[]): Promise<void> {
  const { values, positionals } = readOptions(argv);
  if (positionals[0] === "help") return console.log(usage);
  if (positionals.length === 0 || positionals[0] === "serve") return serve(values);
  const { value, lines } = await runAdminCommand(positionals, values);
  console.log(values.json ? JSON.stringify(value) : lines.join("\n"));
}

function explain(error: unknown): string {
  if (error instanceof UsageError) return `${error.message}\n\n${usage}`;
  // An option that cannot be is said in the message; there is no list of fields here to look at.
  if (error instanceof LandfallError)
    return error.code === "VALIDATION_FAILED" ? error.message : `${error.message} ${error.hint}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(redactText(explain(error)));
  process.exitCode = 1;
}
