/** The command line. */
import { LandfallError, type Problem } from "@landfall/protocol";
import { type Command, type ExitCode, usageOf } from "./command.ts";
import { exitCodeOf, explain, problemOf } from "./explain.ts";
import { UsageError } from "./usage-error.ts";

/** Loaded only when named: a command starts with its own part of the program. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  start: () => import("./commands/start.ts").then((file) => file.start),
  hub: () => import("./commands/hub.ts").then((file) => file.hub),
  connect: () => import("./commands/connect.ts").then((file) => file.connect),
  scan: () => import("./commands/scan.ts").then((file) => file.scan),
  scans: () => import("./commands/scans.ts").then((file) => file.scans),
  cameras: () => import("./commands/clock.ts").then((file) => file.cameras),
  clock: () => import("./commands/clock.ts").then((file) => file.clock),
  people: () => import("./commands/people.ts").then((file) => file.people),
  area: () => import("./commands/area.ts").then((file) => file.area),
  places: () => import("./commands/places.ts").then((file) => file.places),
  alias: () => import("./commands/people.ts").then((file) => file.alias),
  individuals: () => import("./commands/individuals.ts").then((file) => file.individuals),
  pattern: () => import("./commands/pattern.ts").then((file) => file.pattern),
  sheets: () => import("./commands/sheets.ts").then((file) => file.sheets),
  review: () => import("./commands/review.ts").then((file) => file.review),
  check: () => import("./commands/check.ts").then((file) => file.check),
  approve: () => import("./commands/approve.ts").then((file) => file.approve),
  deny: () => import("./commands/decide.ts").then((file) => file.deny),
  reopen: () => import("./commands/decide.ts").then((file) => file.reopen),
  set: () => import("./commands/set.ts").then((file) => file.set),
  edit: () => import("./commands/reshape.ts").then((file) => file.edit),
  split: () => import("./commands/reshape.ts").then((file) => file.split),
  merge: () => import("./commands/reshape.ts").then((file) => file.merge),
  move: () => import("./commands/reshape.ts").then((file) => file.move),
  exclude: () => import("./commands/reshape.ts").then((file) => file.exclude),
  keep: () => import("./commands/check.ts").then((file) => file.keep),
  describe: () => import("./commands/describe.ts").then((file) => file.describe),
  undo: () => import("./commands/reshape.ts").then((file) => file.undo),
  plan: () => import("./commands/plan.ts").then((file) => file.plan),
  answer: () => import("./commands/answer.ts").then((file) => file.answer),
  sync: () => import("./commands/sync.ts").then((file) => file.sync),
  queue: () => import("./commands/queue.ts").then((file) => file.queue),
  probe: () => import("./commands/probe.ts").then((file) => file.probe),
  retry: () => import("./commands/retry.ts").then((file) => file.retry),
  reset: () => import("./commands/reset.ts").then((file) => file.reset),
  verify: () => import("./commands/verify.ts").then((file) => file.verify),
  "safe-to-erase": () => import("./commands/safe-to-erase.ts").then((file) => file.safeToErase),
  report: () => import("./commands/report.ts").then((file) => file.report),
  proof: () => import("./commands/proof.ts").then((file) => file.proof),
  export: () => import("./commands/export.ts").then((file) => file.exportCommand),
  project: () => import("./commands/project.ts").then((file) => file.project),
  activity: () => import("./commands/activity.ts").then((file) => file.activity),
  settings: () => import("./commands/settings.ts").then((file) => file.settings),
  status: () => import("./commands/status.ts").then((file) => file.status),
  link: () => import("./commands/link.ts").then((file) => file.link),
};

async function overview(): Promise<string> {
  const all = await Promise.all(Object.values(commands).map((load) => load()));
  return `Landfall brings a field season's photographs ashore.

${all.map((command) => `  ${usageOf(command)}\n      ${command.summary}`).join("\n")}

Each command takes --data DIR (else LANDFALL_DATA, else .landfall beside the program), --json (the last line is one
JSON object) and --help. Exit codes: 0 done, 1 usage or unexpected, 2 failures or still waiting, 3 a person is needed.`;
}

/** Runs one command line. */
export async function run(argv: readonly string[]): Promise<ExitCode> {
  const [name, ...rest] = argv;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    console.log(await overview());
    return name === undefined ? 1 : 0;
  }
  const command = Object.hasOwn(commands, name) ? await commands[name]?.() : undefined;
  // The hub's own command line has its own.
  const wantsObject = rest.includes("--json") && name !== "hub";
  const refuse = (text: string, problem: () => Problem): void => {
    console.error(text);
    if (wantsObject) console.log(JSON.stringify(problem()));
  };
  if (!command) {
    const text = `There is no command ${name}. The commands are: ${Object.keys(commands).join(", ")}.`;
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
