/** The hub, the key, the link, and how many images travel at once; each in words. */
import type { HubStatus, KeyStatus, ManifestRow } from "@landfall/protocol";
import { errorTable, toLandfallError } from "@landfall/protocol";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { whyQuery } from "../api/queries.ts";
import { ConnectDialog } from "../features/connect/connect-dialog.tsx";
import { useWire } from "../live/progress.ts";
import { useSettings } from "../live/use-settings.ts";
import { useSnapshot } from "../live/use-snapshot.ts";
import { Button } from "../ui/button.tsx";
import { formatRate } from "../ui/format.ts";
import { linkWords } from "../ui/link-words.ts";
import { TransfersChoice } from "../ui/transfers-choice.tsx";
import { useNarrow } from "../ui/use-narrow.ts";
import { useNow } from "../ui/use-now.ts";
import type { Tone } from "../ui/words.ts";

/** In words, in a word or two for a narrow page, and how it looks. */
type StateWords = readonly [words: string, short: string, tone: Tone];

const hubWords: Record<HubStatus["state"], StateWords> = {
  notConnected: ["not connected", "not connected", "warn"],
  checking: ["being asked…", "being asked", "quiet"],
  reachable: ["reachable", "reachable", "live"],
  offline: ["cannot be reached", "out of reach", "bad"],
  unavailable: ["does not answer properly", "in trouble", "warn"],
  notTheHub: ["something else answers", "not a hub", "bad"],
};

const keyWords: Record<KeyStatus["state"], StateWords> = {
  none: ["none yet", "none", "warn"],
  unknown: ["not checked yet", "not checked", "quiet"],
  ready: ["ready", "ready", "live"],
  invalid: ["refused", "refused", "bad"],
};

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url);

function HubItem({ hub }: { hub: HubStatus }) {
  const [words, , tone] = hubWords[hub.state];
  const facts = [
    hub.version && `v${hub.version}`,
    hub.state === "reachable" && hub.latencyMs !== null && `${Math.round(hub.latencyMs)} ms`,
  ].filter(Boolean);
  const told = [hub.url && hostOf(hub.url), ...facts].filter(Boolean).join(" · ");
  return (
    <div className="item" title={told}>
      <dt>
        <i className={`dot ${tone}`} />
        Hub
      </dt>
      <dd>
        {words} <span className="quiet hubfacts">{told}</span>
      </dd>
    </div>
  );
}

function KeyItem({ status }: { status: KeyStatus }) {
  const [words, , tone] = keyWords[status.state];
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

const isSending = ({ run }: ManifestRow): boolean => run?.state === "running" && !run.settled;

/** The manifest that is being sent now. */
const useSending = (): ManifestRow["id"] | undefined =>
  useSnapshot(({ populations }) => populations.flatMap(({ manifests }) => manifests).find(isSending)?.id);

/** How fast it goes, and what the hour allows; nothing where neither says anything. */
function LinkItem() {
  const network = useSnapshot(({ settings }) => settings.network);
  const speed = useWire(useSending())?.bytesPerSecond;
  const allowed = linkWords(network, useNow(30_000));
  if (!speed && !allowed) return null;
  return (
    <div className="item">
      <dt>Up</dt>
      <dd>
        {speed && formatRate(speed)} {allowed && <span className="quiet">{allowed}</span>}
      </dd>
    </div>
  );
}

function ImagesAtOnce() {
  const { settings, change } = useSettings();
  const found = useWire(useSending())?.transfers;
  return (
    <>
      <TransfersChoice
        legend="Images at once"
        name="transfers"
        value={settings.transfers}
        onChange={(transfers) => change.mutate({ transfers })}
      />
      {settings.transfers === "auto" && found !== undefined && <span className="quiet atonce">now {found}</span>}
      {change.error && (
        <span className="inlineerror" role="alert">
          {errorTable[toLandfallError(change.error).code].message}
        </span>
      )}
    </>
  );
}

/** One line; the rest is a touch away. */
function Glance({ hub, status }: { hub: HubStatus; status: KeyStatus }) {
  const [, hubShort, hubTone] = hubWords[hub.state];
  const [, keyShort, keyTone] = keyWords[status.state];
  const why = useQuery(whyQuery).data?.station;
  return (
    <summary>
      <span className="glance">
        <i className={`dot ${hubTone}`} /> Hub {hubShort}
      </span>
      <span className="glance">
        <i className={`key ${keyTone}`} /> Key {keyShort}
      </span>
      {why && <span className="glance nowglance">{why.sentence}</span>}
    </summary>
  );
}

/** Whether something moves, and if not, why; what would start it stands on the Sync page. */
function NowItem() {
  const why = useQuery(whyQuery).data?.station;
  // What moves is told by its speed.
  if (!why || why.reason === "moving") return null;
  return (
    <div className="item nowitem">
      <dt>Now</dt>
      <dd title={[why.sentence, why.whatWouldStartIt].filter(Boolean).join(" ")}>{why.sentence}</dd>
    </div>
  );
}

export function StatusBar() {
  const hub = useSnapshot((state) => state.hub);
  const key = useSnapshot((state) => state.key);
  const [open, setOpen] = useState(false);
  const isNarrow = useNarrow();
  const facts = (
    <>
      <dl>
        <HubItem hub={hub} />
        <KeyItem status={key} />
        <LinkItem />
        <NowItem />
      </dl>
      <Button look="link" onClick={() => setOpen(true)}>
        {hub.state === "notConnected" ? "Connect…" : "Change…"}
      </Button>
      <span className="grow" />
      <ImagesAtOnce />
    </>
  );
  return (
    <section className="status" aria-label="Connection">
      {isNarrow ? (
        <details>
          <Glance hub={hub} status={key} />
          <div className="statusfacts">{facts}</div>
        </details>
      ) : (
        facts
      )}
      <ConnectDialog open={open} onOpenChange={setOpen} />
    </section>
  );
}
