/** The hub, the key, and how many images travel at once; each in words. */
import type { HubStatus, KeyStatus } from "@landfall/protocol";
import { errorTable, toLandfallError } from "@landfall/protocol";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { station } from "../api/station.ts";
import { ConnectDialog } from "../features/connect/connect-dialog.tsx";
import { useSnapshot } from "../live/use-snapshot.ts";
import { Button } from "../ui/button.tsx";
import type { Tone } from "../ui/words.ts";

const hubWords: Record<HubStatus["state"], readonly [string, Tone]> = {
  notConnected: ["not connected", "warn"],
  checking: ["being asked…", "quiet"],
  reachable: ["reachable", "live"],
  offline: ["cannot be reached", "bad"],
  unavailable: ["does not answer properly", "warn"],
  notTheHub: ["something else answers", "bad"],
};

const keyWords: Record<KeyStatus["state"], readonly [string, Tone]> = {
  none: ["none", "warn"],
  unknown: ["not checked yet", "quiet"],
  ready: ["ready", "live"],
  invalid: ["refused", "bad"],
};

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url);

function HubItem({ hub }: { hub: HubStatus }) {
  const [words, tone] = hubWords[hub.state];
  const facts = [
    hub.version && `v${hub.version}`,
    hub.state === "reachable" && hub.latencyMs !== null && `${Math.round(hub.latencyMs)} ms`,
  ].filter(Boolean);
  return (
    <div className="item">
      <dt>
        <i className={`dot ${tone}`} />
        Hub
      </dt>
      <dd>
        {words} <span className="quiet">{[hub.url && hostOf(hub.url), ...facts].filter(Boolean).join(" · ")}</span>
      </dd>
    </div>
  );
}

function KeyItem({ status }: { status: KeyStatus }) {
  const [words, tone] = keyWords[status.state];
  return (
    <div className="item">
      <dt>
        <i className={`key ${tone}`} />
        Key
      </dt>
      <dd>
        {words} {status.name && <span className="quiet ellipsis keyname">{status.name}</span>}
      </dd>
    </div>
  );
}

function Parallel() {
  const concurrency = useSnapshot((state) => state.concurrency);
  const change = useMutation({
    mutationFn: (to: number) => station.settings({ body: { concurrency: to } }),
  });
  const shown = change.isPending ? change.variables : concurrency;
  return (
    <>
      <fieldset className="seg">
        <legend>Parallel</legend>
        {[1, 2, 3, 4].map((value) => (
          <label key={value}>
            <input
              type="radio"
              name="concurrency"
              aria-label={value === 1 ? "1 image at a time" : `${value} images at a time`}
              checked={shown === value}
              onChange={() => change.mutate(value)}
            />
            <span aria-hidden="true">{value}</span>
          </label>
        ))}
      </fieldset>
      {change.error && (
        <span className="inlineerror" role="alert">
          {errorTable[toLandfallError(change.error).code].message}
        </span>
      )}
    </>
  );
}

export function StatusBar() {
  const hub = useSnapshot((state) => state.hub);
  const key = useSnapshot((state) => state.key);
  const [open, setOpen] = useState(false);
  return (
    <section className="status" aria-label="Connection">
      <dl>
        <HubItem hub={hub} />
        <KeyItem status={key} />
      </dl>
      <Button look="link" onClick={() => setOpen(true)}>
        {hub.state === "notConnected" ? "Connect…" : "Change…"}
      </Button>
      <span className="grow" />
      <Parallel />
      <ConnectDialog open={open} onOpenChange={setOpen} />
    </section>
  );
}
