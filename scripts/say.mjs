// What the scripts say to a person, and how they end.

/** Ends the script with one sentence and no stack trace. */
export class Sorry extends Error {}

export const say = (line) => process.stderr.write(`${line}\n`);

/** Runs a script's main function; what goes wrong is said in one sentence, and the exit code is 1. */
export async function main(run) {
  try {
    await run();
  } catch (error) {
    say(error instanceof Sorry ? error.message : (error?.stack ?? String(error)));
    process.exitCode = 1;
  }
}
