/** The delivery report of a manifest: each image, where it is on the hub, and the receipt. Made to be printed. */
import { type ManifestId, type ReportHead, type ReportRow, stationApiPrefix } from "@landfall/protocol";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { reportQuery } from "../../api/proof-queries.ts";
import { useManifest } from "../../live/use-snapshot.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { ExportButton } from "../../ui/export-dialog.tsx";
import { apart, count, formatBytes, formatEventDate, formatInstant, formatNumber } from "../../ui/format.ts";
import { PageHead } from "../../ui/page-head.tsx";
import { imageWords } from "../../ui/words.ts";
import "./report.css";
import { VerifyPanel } from "./verify-panel.tsx";

const fileUrl = (id: ManifestId, format: "csv" | "json" | "html"): string =>
  `${stationApiPrefix}/manifests/${id}/report.${format}`;

function Totals({ totals }: Pick<ReportHead, "totals">) {
  const parts = [
    ["Encounters approved", formatNumber(totals.encounters)],
    ["Images of them", formatNumber(totals.images)],
    ["Delivered and verified", formatNumber(totals.complete)],
    ["Left out", formatNumber(totals.skipped)],
    ...(totals.toApproveAgain > 0
      ? [["Delivered before, to be approved again", formatNumber(totals.toApproveAgain)] as const]
      : []),
    ["Size", formatBytes(totals.bytes)],
    ["Verified", formatBytes(totals.bytesComplete)],
  ] as const;
  return (
    <dl className="reporttotals">
      {parts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function encounterTitle({ eventDate, locality, recordedBy, reference }: ReportRow): string {
  if (reference !== null) return `Reference images · ${reference}`;
  return [
    eventDate ? formatEventDate(eventDate) : "No date",
    apart(locality ?? "No locality"),
    apart(recordedBy ?? "No photographer"),
  ].join(" · ");
}

/** @param isCut it has more images than are shown so far */
function EncounterRows({ rows, isCut }: { rows: readonly ReportRow[]; isCut: boolean }) {
  const [first] = rows;
  if (!first) return null;
  return (
    <tbody>
      <tr className="reportencounter">
        <th colSpan={5} scope="rowgroup">
          {encounterTitle(first)}{" "}
          <span className="quiet">
            {isCut && "the first "}
            {count(rows.length, "image")} ·{" "}
            {first.hubEncounter ? `on the hub ${first.hubEncounter}` : "not on the hub yet"} · event {first.eventID}
          </span>
        </th>
      </tr>
      {rows.map((row) => (
        <tr key={`${row.sha256} ${row.filePath}`}>
          <td>
            <span className="reportpath">{row.filePath}</span>
            <code className="reporthash">{row.sha256 ?? "not hashed yet"}</code>
          </td>
          <td className="reportnumber">{formatNumber(row.bytes)}</td>
          <td>{row.mediaType}</td>
          <td>
            {imageWords[row.state]}
            {row.verifiedAt && (
              <>
                <br />
                <time className="quiet" dateTime={row.verifiedAt}>
                  {row.verifiedAt.replace(/\.\d+Z$/, "Z")}
                </time>
              </>
            )}
          </td>
          <td>
            <code className="reportreceipt" title={row.receipt ?? undefined}>
              {row.receipt ?? "–"}
            </code>
          </td>
        </tr>
      ))}
    </tbody>
  );
}

function Rows({ images, hasMore }: { images: readonly ReportRow[]; hasMore: boolean }) {
  const byEncounter = [...Map.groupBy(images, ({ encounter }) => encounter)];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard too
    <section className="card reporttable" aria-label="Images" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">File and SHA-256</th>
            <th scope="col" className="reportnumber">
              Bytes
            </th>
            <th scope="col">Type</th>
            <th scope="col">State</th>
            <th scope="col">Receipt</th>
          </tr>
        </thead>
        {byEncounter.map(([encounter, rows], at) => (
          <EncounterRows key={encounter} rows={rows} isCut={hasMore && at === byEncounter.length - 1} />
        ))}
      </table>
    </section>
  );
}

export function ReportPage({ id }: { id: ManifestId }) {
  const known = useManifest(id);
  const { data, error, ...asked } = useInfiniteQuery(reportQuery(id));
  const report = data?.pages[0];
  if (!report)
    return (
      <>
        <PageHead title="Delivery report" />
        {error ? <ErrorNote error={error} /> : <p className="quiet">Putting the report together…</p>}
      </>
    );
  const { name, version, population, hub, generatedAt, totals } = report;
  const images = data.pages.flatMap((page) => page.images);
  const total = totals.images + totals.skipped;
  return (
    <div className="report">
      <PageHead
        title="Delivery report"
        lede={
          <>
            <b className="breakable">{name}</b>, version {version} · {population}
            {hub && <> · {hub}</>} · made {formatInstant(generatedAt)}
          </>
        }
      >
        <Link className="btn ghost" to="/manifests/$id" params={{ id }}>
          Review
        </Link>
        <Link className="btn" to="/manifests/$id/proof" params={{ id }}>
          Proof
        </Link>
        <a className="btn" href={fileUrl(id, "csv")} download>
          CSV
        </a>
        <a className="btn" href={fileUrl(id, "json")} download>
          JSON
        </a>
        <a className="btn" href={fileUrl(id, "html")} download>
          Page to keep
        </a>
        {known && <ExportButton populations={[known.population]} manifest={id} />}
        <Button look="primary" onClick={() => window.print()}>
          Print
        </Button>
      </PageHead>
      <Totals totals={totals} />
      <VerifyPanel id={id} isConnected={hub !== null} />
      {asked.hasNextPage && (
        <p className="note">
          The first {formatNumber(images.length)} of {count(total, "image")} are shown and printed. CSV, JSON and the
          page to keep hold all of them; more are shown below the list.
        </p>
      )}
      {images.length > 0 ? (
        <>
          <Rows images={images} hasMore={asked.hasNextPage} />
          {asked.hasNextPage && (
            <p className="reportmore">
              <Button busy={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>
                Show more: {formatNumber(total - images.length)} left
              </Button>
              {error && <ErrorNote error={error} />}
            </p>
          )}
        </>
      ) : (
        <EmptyState
          title="Nothing to report yet"
          text="The report holds approved encounters. Approve some, and sync."
        />
      )}
      <p className="quiet reportfoot">
        Each receipt is signed by the hub after it had read the image back and found its SHA-256. For a stranger to
        check them without Landfall there is the{" "}
        <Link to="/manifests/$id/proof" params={{ id }}>
          proof
        </Link>
        .
      </p>
    </div>
  );
}
