import { setTimeout as wait } from "node:timers/promises";
import { LandfallError, type LinkProbeView, type LinkResult, showRate } from "@landfall/protocol";
import { readNumber } from "../arguments.ts";
import { defineCommand, type ExitCode } from "../command.ts";
import { explain } from "../explain.ts";
import { withStation } from "../open-station.ts";
import { createProgressLine } from "../progress-line.ts";

const rate = (bits: number | null): string =>
  bits === null ? "not measured" : showRate(Math.round(bits / 1000) * 1000);

const roundTrip = ({ roundTripMs }: LinkResult): string =>
  roundTripMs ? `${Math.round(roundTripMs.median)} ms (95 % within ${Math.round(roundTripMs.p95)} ms)` : "no answer";

function describe({ result, proposal, state }: LinkProbeView, isApplied: boolean): string[] {
  return [
    ...(state === "cancelled" ? ["The test was cancelled. So far:"] : []),
    `Up: ${rate(result.upBitsPerSecond)} · down: ${rate(result.downBitsPerSecond)}`,
    `There and back: ${roundTrip(result)}`,
    `Lost: ${Math.round(result.loss * 100)} % of ${result.requests} requests`,
    ...(proposal ? [proposal.why, ...proposal.lines.map((line) => `  ${line}`)] : ["The settings suit this link."]),
    ...(proposal ? [isApplied ? "Applied." : "To set all of this: landfall probe --apply"] : []),
  ];
}

export const probe = defineCommand({
  name: "probe",
  summary: "Test the link to the hub, and propose settings where it is slow or far",
  usage: "[--seconds 30] [--apply]",
  options: { seconds: { type: "string", default: "30" }, apply: { type: "boolean" } },
  run: async ({ values, dataFolder, out }) => {
    const seconds = readNumber("--seconds", values.seconds, 1, 600);
    return withStation<ExitCode>(dataFolder, { needsHub: true }, async ({ client }) => {
      const line = createProgressLine();
      const interrupt = () => void client.cancelLinkProbe();
      process.once("SIGINT", interrupt);
      let view = await client.probeLink({ body: { seconds } });
      while (view.state === "running") {
        line.show(`Testing the link: up ${rate(view.result.upBitsPerSecond)}, ${roundTrip(view.result)}`);
        await wait(250);
        view = (await client.linkProbe()) ?? view;
      }
      line.done();
      process.off("SIGINT", interrupt);
      if (view.error) out.note(explain(new LandfallError(view.error.code, { detail: view.error.detail ?? "" })));
      const isApplied = values.apply === true && view.proposal !== null;
      if (isApplied && view.proposal) await client.changeSettings({ body: view.proposal.settings });
      out.result({ ...view, applied: isApplied }, describe(view, isApplied));
      if (view.state === "cancelled") return 130;
      return view.state === "done" ? 0 : 2;
    });
  },
});
