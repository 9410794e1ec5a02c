/** A test of the way to the hub, and the settings that suit it, taken with one press. */
import { type LinkProbeView, type LinkResult, showRate } from "@landfall/protocol";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { linkProbeQuery } from "../../api/queries.ts";
import { station } from "../../api/station.ts";
import { announce } from "../../live/announce.ts";
import { useSettings } from "../../live/use-settings.ts";
import { Button } from "../../ui/button.tsx";
import { formatInstant } from "../../ui/format.ts";
import { Section } from "./section.tsx";

const rate = (bits: number | null): string => (bits === null ? "–" : showRate(Math.round(bits / 1000) * 1000));
const ms = (value: number | undefined): string => (value === undefined ? "–" : `${Math.round(value)} ms`);

function Facts({ result }: { result: LinkResult }) {
  const facts = [
    ["Up", rate(result.upBitsPerSecond)],
    ["Down", rate(result.downBitsPerSecond)],
    ["There and back", ms(result.roundTripMs?.median)],
    ["95 % within", ms(result.roundTripMs?.p95)],
    ["Lost", `${Math.round(result.loss * 100)} %`],
  ] as const;
  return (
    <dl className="linkfacts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const words: Record<LinkProbeView["state"], string> = {
  running: "Testing…",
  done: "Tested",
  failed: "The test ended early",
  cancelled: "Cancelled",
};

export function LinkSection() {
  const client = useQueryClient();
  const { change } = useSettings();
  const probe = useQuery(linkProbeQuery).data;
  const act = useMutation({
    mutationFn: (what: "start" | "cancel") =>
      what === "start" ? station.probeLink({ body: {} }) : station.cancelLinkProbe(),
    onSuccess: (view) => client.setQueryData(linkProbeQuery.queryKey, view),
  });
  const isRunning = probe?.state === "running";
  const { proposal } = probe ?? {};
  return (
    <Section
      title="Test the link"
      text="How fast the way to the hub is, how far, and how much gets lost on it. It takes half a minute and sends and fetches 8 MB each at the most, within the caps below."
      error={act.error ?? change.error}
    >
      {probe && (
        <>
          <p className="quiet" role="status">
            {words[probe.state]} {!isRunning && formatInstant(probe.startedAt)}
            {probe.error?.detail && `: ${probe.error.detail}`}
          </p>
          <Facts result={probe.result} />
        </>
      )}
      {proposal && (
        <div className="proposal">
          <p>
            <b>{proposal.why}</b> These settings suit it:
          </p>
          <ul>
            {proposal.lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          <Button
            look="primary"
            busy={change.isPending}
            onClick={() => change.mutate(proposal.settings, { onSuccess: () => announce("The settings are changed.") })}
          >
            Use these settings
          </Button>
        </div>
      )}
      {probe?.state === "done" && !proposal && <p>The settings suit this link.</p>}
      {isRunning ? (
        <Button busy={act.isPending} onClick={() => act.mutate("cancel")}>
          Cancel the test
        </Button>
      ) : (
        <Button busy={act.isPending} onClick={() => act.mutate("start")}>
          {probe ? "Test again" : "Test the link"}
        </Button>
      )}
    </Section>
  );
}
