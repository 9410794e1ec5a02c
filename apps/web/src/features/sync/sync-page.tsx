/** What is delivered, what is on its way, and what needs a person. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { problemsQuery, whyQuery } from "../../api/queries.ts";
import { usePopulations } from "../../live/use-snapshot.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { count, formatNumber } from "../../ui/format.ts";
import { PageHead } from "../../ui/page-head.tsx";
import { PopulationSection } from "./population-section.tsx";
import { Problems } from "./problems.tsx";
import "./sync.css";
import "./run.css";
import "./questions.css";
import "./encounter-list.css";
import "./problems.css";
import { totalsOf } from "./totals.ts";

function Headline() {
  const totals = totalsOf(usePopulations().flatMap(({ manifests }) => manifests));
  const why = useQuery(whyQuery).data;
  const actionable = useQuery(problemsQuery).data?.totals.actionable ?? 0;
  // What comes due again by itself is among the problems, and needs nobody yet.
  const needs = why?.morning.needYou ?? actionable;
  const needsText = needs === 1 ? "1 encounter needs you" : `${formatNumber(needs)} encounters need you`;
  if (totals.imagesTotal === 0) return "Nothing has been scanned yet.";
  const photographs = why?.photographs;
  return (
    <>
      {photographs && (
        <>
          <b>{formatNumber(photographs.delivered)}</b> of {count(photographs.total, "photograph")} delivered and
          verified
          {photographs.imagesDelivered > photographs.delivered && (
            <span className="quiet"> (as {formatNumber(photographs.imagesDelivered)} images of encounters)</span>
          )}
          .
        </>
      )}
      {needs > 0 && (
        <>
          {" "}
          <a className="warnlink" href="#problems">
            {needsText}
          </a>
        </>
      )}
      {why && why.station.reason !== "moving" && (
        <span className="whyline">
          {/* The link has said it. */}
          {(needs === 0 || why.station.sentence !== `${needsText}.`) && why.station.sentence}{" "}
          {why.station.whatWouldStartIt}
        </span>
      )}
    </>
  );
}

/** @param lead shown first: what has to be done before anything can be synced */
export function SyncPage({ lead }: { lead: ReactNode }) {
  const populations = usePopulations();
  const hasManifest = populations.some(({ manifests }) => manifests.length > 0);
  return (
    <>
      <PageHead title="Sync" lede={<Headline />}>
        {hasManifest && (
          <Link className="btn" to="/folders">
            Scan a folder
          </Link>
        )}
      </PageHead>
      <div className="cards">
        {lead}
        {!hasManifest && (
          <EmptyState
            title="Bring a season ashore"
            text="Choose the folders with a season's photographs. Landfall reads them without changing anything, groups them into encounters, and waits for your review before it sends a byte."
          >
            <Link className="btn primary" to="/folders">
              Scan a folder
            </Link>
          </EmptyState>
        )}
        {populations.map((population) => (
          <PopulationSection key={population.id} population={population} />
        ))}
      </div>
      <Problems />
    </>
  );
}
