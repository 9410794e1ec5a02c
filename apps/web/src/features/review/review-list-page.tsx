/** Every manifest, those that wait for a decision first. */
import type { ManifestRow, PopulationCard } from "@landfall/protocol";
import { Link } from "@tanstack/react-router";
import { usePopulations } from "../../live/use-snapshot.ts";
import { Chip } from "../../ui/chip.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ExportButton } from "../../ui/export-dialog.tsx";
import { count, formatInstant, formatNumber } from "../../ui/format.ts";
import { PageHead } from "../../ui/page-head.tsx";
import "./review.css";

interface Entry {
  readonly manifest: ManifestRow;
  readonly population: PopulationCard;
}

const openIn = ({ encounters }: ManifestRow): number => encounters.pending + encounters.incomplete;

/** Drafts, then those with something left to review, then the others; newest first in each. */
function inOrder(populations: readonly PopulationCard[]): Entry[] {
  const rank = ({ manifest }: Entry) => (openIn(manifest) === 0 ? 2 : manifest.encounters.approved === 0 ? 0 : 1);
  return populations
    .flatMap((population) => population.manifests.map((manifest) => ({ manifest, population })))
    .sort((a, b) => rank(a) - rank(b) || b.manifest.createdAt.localeCompare(a.manifest.createdAt));
}

function Line({ manifest, population }: Entry) {
  const { pending, incomplete, approved, denied } = manifest.encounters;
  const open = openIn(manifest);
  return (
    <li className="reviewline">
      <div className="manifestname">
        <h2 className="breakable">
          <Link to="/manifests/$id" params={{ id: manifest.id }}>
            {manifest.name}
          </Link>
        </h2>
        <p className="quiet breakable">
          {population.name} · v{manifest.version} · scanned {formatInstant(manifest.createdAt)}
        </p>
      </div>
      <p className="reviewcounts">
        {open > 0 ? (
          <>
            <b>{formatNumber(open)}</b> to review{" "}
            <span className="quiet">
              {[
                ...(incomplete > 0 ? [`${formatNumber(incomplete)} incomplete`] : []),
                ...(approved > 0 ? [`${formatNumber(approved)} approved`] : []),
                ...(denied > 0 ? [`${formatNumber(denied)} denied`] : []),
              ].join(" · ")}
            </span>
          </>
        ) : (
          <span className="quiet">{count(approved, "encounter")} approved</span>
        )}
      </p>
      <span className="reviewstate">
        {open === 0 ? (
          <Chip tone="live">Reviewed</Chip>
        ) : approved === 0 ? (
          <Chip tone="warn">Draft</Chip>
        ) : (
          <Chip>Partly approved</Chip>
        )}
      </span>
      <Link
        className={pending + incomplete > 0 ? "btn primary" : "btn"}
        to="/manifests/$id"
        params={{ id: manifest.id }}
        aria-label={`Review ${manifest.name}`}
      >
        Review
      </Link>
    </li>
  );
}

export function ReviewListPage() {
  const populations = usePopulations();
  const entries = inOrder(populations);
  const open = entries.reduce((sum, { manifest }) => sum + openIn(manifest), 0);
  return (
    <>
      <PageHead
        title="Review"
        lede={
          entries.length === 0
            ? "Nothing has been scanned yet."
            : open > 0
              ? `${count(open, "encounter")} to review in ${count(entries.length, "manifest")}.`
              : "Everything is reviewed."
        }
      >
        {entries.length > 0 && (
          <ExportButton populations={populations.filter(({ manifests }) => manifests.length > 0)} />
        )}
      </PageHead>
      {entries.length === 0 ? (
        <EmptyState
          title="Nothing to review yet"
          text="Scan a folder first: its photographs become encounters, and each waits here for your word."
        >
          <Link className="btn primary" to="/folders">
            Scan a folder
          </Link>
        </EmptyState>
      ) : (
        <ul className="card reviewlist" aria-label="Manifests">
          {entries.map((entry) => (
            <Line key={entry.manifest.id} {...entry} />
          ))}
        </ul>
      )}
    </>
  );
}
