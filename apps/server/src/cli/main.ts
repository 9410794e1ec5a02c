/** The command line. */
import { type Command, type ExitCode, usageOf } from "./command.ts";
import { activity } from "./commands/activity.ts";
import { answer } from "./commands/answer.ts";
import { approve } from "./commands/approve.ts";
import { connect } from "./commands/connect.ts";
import { exportCommand } from "./commands/export.ts";
import { hub } from "./commands/hub.ts";
import { link } from "./commands/link.ts";
import { plan } from "./commands/plan.ts";
import { proof } from "./commands/proof.ts";
import { report } from "./commands/report.ts";
import { reset } from "./commands/reset.ts";
import { retry } from "./commands/retry.ts";
import { review } from "./commands/review.ts";
import { safeToErase } from "./commands/safe-to-erase.ts";
import { scan } from "./commands/scan.ts";
import { start } from "./commands/start.ts";
import { status } from "./commands/status.ts";
import { sync } from "./commands/sync.ts";
import { verify } from "./commands/verify.ts";
import { exitCodeOf, explain } from "./explain.ts";
import { UsageError } from "./usage-error.ts";

const commands: readonly Command[] = [
  start,
  hub,
  connect,
  scan,
  review,
  approve,
  plan,
  answer,
  sync,
  retry,
  reset,
  verify,
  safeToErase,
  report,
  proof,
  exportCommand,
  activity,
  status,
  link,
];

const overview = `Landfall brings a field season's photographs ashore.

${commands.map((command) => `  ${usageOf(command)}\n      ${command.summary}`).join("\n")}

Each command takes --data DIR (else LANDFALL_DATA, else .landfall beside the program), --json (the last line is one
JSON object) and --help. Exit codes: 0 done, 1 usage or unexpected, 2 failures or still waiting, 3 a person is needed.`;

/** Runs one command line. */
export async function run(argv: readonly string[]): Promise<ExitCode> {
  const [name, ...rest] = argv;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    console.log(overview);
    return name === undefined ? 1 : 0;
  }
  const command = commands.find((known) => known.name === name);
  if (!command) {
    console.error(`There is no command ${name}. The commands are: ${commands.map((known) => known.name).join(", ")}.`);
    return 1;
  }
  try {
    return await command.execute(rest);
  } catch (error) {
    if (error instanceof UsageError) console.error(`landfall ${name}: ${error.message}.\nUsage: ${usageOf(command)}`);
    else console.error(explain(error));
    return error instanceof UsageError ? 1 : exitCodeOf(error);
  }
}

/** Ends the process with the command's exit code, after everything was written. */
export async function main(argv: readonly string[]): Promise<void> {
  process.exitCode = await run(argv);
}
