/** The command line. */
import { LandfallError, type Problem } from "@landfall/protocol";
import { type Command, type ExitCode, usageOf } from "./command.ts";
import { activity } from "./commands/activity.ts";
import { answer } from "./commands/answer.ts";
import { approve } from "./commands/approve.ts";
import { cameras, clock } from "./commands/clock.ts";
import { connect } from "./commands/connect.ts";
import { exportCommand } from "./commands/export.ts";
import { hub } from "./commands/hub.ts";
import { individuals } from "./commands/individuals.ts";
import { link } from "./commands/link.ts";
import { alias, people } from "./commands/people.ts";
import { places } from "./commands/places.ts";
import { plan } from "./commands/plan.ts";
import { probe } from "./commands/probe.ts";
import { proof } from "./commands/proof.ts";
import { queue } from "./commands/queue.ts";
import { report } from "./commands/report.ts";
import { reset } from "./commands/reset.ts";
import { edit, exclude, merge, move, split, undo } from "./commands/reshape.ts";
import { retry } from "./commands/retry.ts";
import { review } from "./commands/review.ts";
import { safeToErase } from "./commands/safe-to-erase.ts";
import { scan } from "./commands/scan.ts";
import { settings } from "./commands/settings.ts";
import { sheets } from "./commands/sheets.ts";
import { start } from "./commands/start.ts";
import { status } from "./commands/status.ts";
import { sync } from "./commands/sync.ts";
import { verify } from "./commands/verify.ts";
import { exitCodeOf, explain, problemOf } from "./explain.ts";
import { UsageError } from "./usage-error.ts";

const commands: readonly Command[] = [
  start,
  hub,
  connect,
  scan,
  cameras,
  clock,
  people,
  places,
  alias,
  individuals,
  sheets,
  review,
  approve,
  edit,
  split,
  merge,
  move,
  exclude,
  undo,
  plan,
  answer,
  sync,
  queue,
  probe,
  retry,
  reset,
  verify,
  safeToErase,
  report,
  proof,
  exportCommand,
  activity,
  settings,
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
  // The hub's own command line has its own.
  const wantsObject = rest.includes("--json") && name !== "hub";
  const refuse = (text: string, problem: () => Problem): void => {
    console.error(text);
    if (wantsObject) console.log(JSON.stringify(problem()));
  };
  if (!command) {
    const text = `There is no command ${name}. The commands are: ${commands.map((known) => known.name).join(", ")}.`;
    refuse(text, () => usageProblem(`There is no command ${name}.`, "See: landfall --help"));
    return 1;
  }
  try {
    return await command.execute(rest);
  } catch (error) {
    if (error instanceof UsageError) {
      const usage = `Usage: ${usageOf(command)}`;
      refuse(`landfall ${name}: ${error.message}.\n${usage}`, () => usageProblem(`${error.message}.`, usage));
      return 1;
    }
    refuse(explain(error, command.words), () => problemOf(error, command.words));
    return exitCodeOf(error);
  }
}

const usageProblem = (detail: string, hint: string): Problem =>
  problemOf(new LandfallError("VALIDATION_FAILED", { detail }), { VALIDATION_FAILED: { hint } });

/** Ends the process with the command's exit code, after everything was written. */
export async function main(argv: readonly string[]): Promise<void> {
  process.exitCode = await run(argv);
}
