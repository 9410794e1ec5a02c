import type { ManifestId, PopulationCard } from "@landfall/protocol";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useId } from "react";
import { whyQuery } from "../../api/queries.ts";
import { useSnapshot } from "../../live/use-snapshot.ts";
import { Chip } from "../../ui/chip.tsx";
import { count, formatNumber } from "../../ui/format.ts";
import { ManifestEntry } from "./manifest-entry.tsx";
import { type Asks, questionsAnchor, useAsks } from "./open-questions.ts";
import { isAtWork, isOpen, isQueued, nextStep } from "./run-words.ts";
import { type Totals, totalsOf } from "./totals.ts";

type AsksByManifest = ReadonlyMap<ManifestId, Asks>;

/** What is still to be sent: the part that waits for answers apart from the part that a sync brings forward. */
function PendingState({ population, asks }: { population: PopulationCard; asks: AsksByManifest }) {
  const due = population.manifests.filter(({ imagesDue, correctionsDue }) => imagesDue + correctionsDue > 0);
  const of = ({ id }: { id: ManifestId }): Asks => asks.get(id) ?? { kind: "nothing" };
  const questions = due.reduce((sum, manifest) => {
    const asked = of(manifest);
    return asked.kind === "questions" ? sum + asked.count : sum;
  }, 0);
  const isReady = due.some((manifest) => {
    const asked = of(manifest);
    // What is left after a sync may be for a person to mend.
    if (asked.kind === "nothing") return nextStep(manifest) === "sync";
    return asked.kind === "questions" && !asked.only;
  });
  const why = useQuery(whyQuery).data?.manifests ?? [];
  const needsYou = why.some(({ manifestId, reason }) => reason === "person" && due.some(({ id }) => id === manifestId));
  const first = due.find((manifest) => of(manifest).kind === "questions");
  return (
    <span className="chips">
      {first && (
        <a className="chiplink" href={`#${questionsAnchor(first.id)}`}>
          <Chip tone="warn">Asks you: {count(questions, "question")}</Chip>
        </a>
      )}
      {needsYou && (
        <a className="chiplink" href="#problems">
          <Chip tone="warn">Needs you</Chip>
        </a>
      )}
      {isReady && <Chip>Ready to sync</Chip>}
      {!isReady && !first && !needsYou && (
        <Chip>{due.some((manifest) => of(manifest).kind === "comparing") ? "Comparing…" : "Not all delivered"}</Chip>
      )}
    </span>
  );
}

interface StateProps {
  readonly population: PopulationCard;
  readonly totals: Totals;
  readonly asks: AsksByManifest;
}

function PopulationState({ population, totals, asks }: StateProps) {
  const runs = population.manifests.map(({ run }) => run);
  if (runs.some(isAtWork))
    return (
      <Chip tone="live" busy>
        Syncing
      </Chip>
    );
  if (runs.some((run) => run?.state === "paused" && !isQueued(run))) return <Chip tone="warn">Paused</Chip>;
  if (runs.some(isOpen)) return <Chip tone="warn">Waiting</Chip>;
  if (!population.onHub) return <Chip tone="warn">Not on the hub yet</Chip>;
  if (population.gate === "closed") return <Chip tone="warn">Closed on the hub</Chip>;
  if (totals.imagesPending + totals.correctionsDue > 0) return <PendingState population={population} asks={asks} />;
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

/** A photograph in several encounters or manifests counts once here; their rows below count each of its images. */
function Photographs({ id, leftOut }: { id: PopulationCard["id"]; leftOut: number }) {
  const counts = useQuery(whyQuery).data?.photographs.populations.find((each) => each.id === id);
  if (!counts) return null;
  const { total, delivered, pending, imagesDelivered } = counts;
  const notApproved = Math.max(0, total - delivered - pending);
  const parts = [
    ...(imagesDelivered > delivered ? [`as ${formatNumber(imagesDelivered)} images`] : []),
    ...(pending > 0 ? [`${formatNumber(pending)} pending`] : []),
    ...(notApproved > 0 ? [`${formatNumber(notApproved)} not approved`] : []),
    ...(leftOut > 0 ? [`${formatNumber(leftOut)} left out`] : []),
  ];
  return (
    <div>
      <dt>Photographs</dt>
      <dd>
        <b>{formatNumber(delivered)}</b> delivered <span className="quiet">{parts.join(" · ")}</span>
      </dd>
    </div>
  );
}

function Amounts({ id, totals }: { id: PopulationCard["id"]; totals: Totals }) {
  const encounterParts = [
    ...(totals.encountersPending > 0 ? [`${formatNumber(totals.encountersPending)} pending`] : []),
    ...(totals.encountersToReview > 0 ? [`${formatNumber(totals.encountersToReview)} to review`] : []),
  ];
  return (
    <dl className="counts">
      <div>
        <dt>Encounters</dt>
        <dd>
          <b>{formatNumber(totals.encountersSynced)}</b> synced{" "}
          <span className="quiet">{encounterParts.join(" · ")}</span>
        </dd>
      </div>
      <Photographs id={id} leftOut={totals.imagesLeftOut} />
    </dl>
  );
}

function NoManifest({ population: { id, name } }: { population: PopulationCard }) {
  const scan = useSnapshot(({ scanJobs }) =>
    scanJobs.find((job) => job.populationId === id && job.state === "running"),
  );
  return (
    <p className="cardempty">
      <span className="quiet">
        {scan
          ? `Its photographs are being scanned: ${count(scan.files.images, "image")} so far.`
          : "No photographs of it have been scanned on this station."}
      </span>{" "}
      <Link className="btn" to="/folders" search={scan ? { scan: scan.id } : { population: name }}>
        {scan ? "See the scan" : "Scan a folder"}
      </Link>
    </p>
  );
}

export function PopulationSection({ population }: { population: PopulationCard }) {
  const id = useId();
  const totals = totalsOf(population.manifests);
  const asks = useAsks(population);
  return (
    <section className="card" aria-labelledby={id}>
      <header>
        <h2 id={id} className="breakable">
          {population.name}
        </h2>
        <PopulationState population={population} totals={totals} asks={asks} />
      </header>
      <Amounts id={population.id} totals={totals} />
      <Reach population={population} />
      {population.manifests.length > 0 ? (
        <ul
          className="manifests"
          aria-label={`${count(population.manifests.length, "manifest")} of ${population.name}`}
        >
          {population.manifests.map((manifest) => (
            <ManifestEntry
              key={manifest.id}
              manifest={manifest}
              population={population}
              asks={asks.get(manifest.id) ?? { kind: "nothing" }}
            />
          ))}
        </ul>
      ) : (
        <NoManifest population={population} />
      )}
    </section>
  );
}
