import type { PopulationCard } from "@landfall/protocol";
import { Link } from "@tanstack/react-router";
import { useId } from "react";
import { useSnapshot } from "../../live/use-snapshot.ts";
import { Chip } from "../../ui/chip.tsx";
import { count, formatNumber } from "../../ui/format.ts";
import { ManifestEntry } from "./manifest-entry.tsx";
import { isAtWork, isOpen } from "./run-words.ts";
import { type Totals, totalsOf } from "./totals.ts";

function PopulationState({ population, totals }: { population: PopulationCard; totals: Totals }) {
  const runs = population.manifests.map(({ run }) => run);
  if (runs.some(isAtWork))
    return (
      <Chip tone="live" busy>
        Syncing
      </Chip>
    );
  if (runs.some((run) => run?.state === "paused")) return <Chip tone="warn">Paused</Chip>;
  if (runs.some(isOpen)) return <Chip tone="warn">Waiting</Chip>;
  if (!population.onHub) return <Chip tone="warn">Not on the hub yet</Chip>;
  if (population.gate === "closed") return <Chip tone="warn">Closed on the hub</Chip>;
  if (totals.imagesPending > 0) return <Chip>Ready to sync</Chip>;
  if (totals.encountersToReview > 0) return <Chip>To review</Chip>;
  return totals.imagesVerified > 0 ? <Chip tone="live">All delivered</Chip> : <Chip>Nothing to sync</Chip>;
}

function Reach({ population }: { population: PopulationCard }) {
  const isConnected = useSnapshot(({ hub }) => hub.state !== "notConnected");
  if (!population.onHub)
    return (
      <p className="note">
        {isConnected
          ? "The hub does not know this population yet, or the key may not use it. Ask the person who runs the hub to add it; reviewing can go on meanwhile."
          : "This population is known on this station only. Connect to a hub that has it to sync."}
      </p>
    );
  if (population.gate === "closed")
    return (
      <p className="note">
        The hub does not accept photographs of this population at the moment. Ask the person who runs the hub to open
        it.
      </p>
    );
  return null;
}

function Amounts({ totals }: { totals: Totals }) {
  const notApproved = Math.max(0, totals.imagesTotal - totals.imagesVerified - totals.imagesPending);
  return (
    <dl className="counts">
      <div>
        <dt>Encounters</dt>
        <dd>
          <b>{formatNumber(totals.encountersSynced)}</b> synced{" "}
          <span className="quiet">
            {formatNumber(totals.encountersPending)} pending
            {totals.encountersToReview > 0 && ` · ${formatNumber(totals.encountersToReview)} to review`}
          </span>
        </dd>
      </div>
      <div>
        <dt>Images</dt>
        <dd>
          <b>{formatNumber(totals.imagesVerified)}</b> synced{" "}
          <span className="quiet">
            {formatNumber(totals.imagesPending)} pending
            {notApproved > 0 && ` · ${formatNumber(notApproved)} not approved`}
          </span>
        </dd>
      </div>
    </dl>
  );
}

export function PopulationSection({ population }: { population: PopulationCard }) {
  const id = useId();
  const totals = totalsOf(population.manifests);
  return (
    <section className="card" aria-labelledby={id}>
      <header>
        <h2 id={id} className="breakable">
          {population.name}
        </h2>
        <PopulationState population={population} totals={totals} />
      </header>
      <Amounts totals={totals} />
      <Reach population={population} />
      {population.manifests.length > 0 ? (
        <ul
          className="manifests"
          aria-label={`${count(population.manifests.length, "manifest")} of ${population.name}`}
        >
          {population.manifests.map((manifest) => (
            <ManifestEntry key={manifest.id} manifest={manifest} population={population} />
          ))}
        </ul>
      ) : (
        <p className="cardempty">
          <span className="quiet">No photographs of it have been scanned on this station.</span>{" "}
          <Link className="btn" to="/folders" search={{ population: population.name }}>
            Scan a folder
          </Link>
        </p>
      )}
    </section>
  );
}
