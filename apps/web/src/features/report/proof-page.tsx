/** The proof of a manifest: what it is, how much of the manifest it covers, and how somebody checks it who has nothing of ours. */
import { type ManifestId, stationApiPrefix } from "@landfall/protocol";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { reportHeadQuery } from "../../api/proof-queries.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { count, formatNumber } from "../../ui/format.ts";
import { PageHead } from "../../ui/page-head.tsx";
import "./report.css";

const contents = [
  ["SHA256SUMS", "the photographs' hashes and paths, as sha256sum reads them"],
  ["receipts/", "for each photograph the hub's signed statement that it had read these very bytes back"],
  ["keys/", "the hub's public keys, retired ones too"],
  ["verify.sh", "checks all of it with sha256sum and openssl"],
  ["README.txt", "says the same, and how to check one photograph by hand"],
] as const;

export function ProofPage({ id }: { id: ManifestId }) {
  const { data: report, error } = useQuery(reportHeadQuery(id));
  if (!report)
    return (
      <>
        <PageHead title="Proof" />
        {error ? <ErrorNote error={error} /> : <p className="quiet">Looking at the receipts…</p>}
      </>
    );
  const { name, version, population, hub, totals } = report;
  const due = totals.images - totals.complete;
  return (
    <>
      <PageHead
        title="Proof"
        lede={
          <>
            <b className="breakable">{name}</b>, version {version} · {population}
            {hub && <> · {hub}</>}
          </>
        }
      >
        <Link className="btn ghost" to="/manifests/$id/report" params={{ id }}>
          Delivery report
        </Link>
        {totals.complete > 0 && (
          <a className="btn primary" href={`${stationApiPrefix}/manifests/${id}/proof.zip`} download>
            Save the proof
          </a>
        )}
      </PageHead>
      {totals.complete === 0 ? (
        <EmptyState
          title="Nothing is proven yet"
          text="The hub signs for each image once it has read it back. Approve, sync, and come again."
        />
      ) : (
        <section className="card proofcard" aria-label="What the proof holds">
          <p>
            <b>{count(totals.complete, "image")}</b> {totals.complete === 1 ? "has" : "have"} a receipt.{" "}
            {due > 0 &&
              `${formatNumber(due)} ${due === 1 ? "has" : "have"} none yet, and the proof names them as not proven.`}
          </p>
          <dl className="proofparts">
            {contents.map(([file, text]) => (
              <div key={file}>
                <dt className="mono">{file}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
          <h2>How a stranger checks it</h2>
          <p className="quiet">
            With <code>sha256sum</code> and <code>openssl</code> alone, without Landfall, the hub or a network. It stays
            true when the hub changes its key, and when the hub is gone.
          </p>
          <pre className="proofcommands">
            {
              "unzip proof-*.zip\nsh proof/verify.sh                # the receipts\nsh proof/verify.sh PHOTOGRAPHS    # and the photographs"
            }
          </pre>
          <p className="quiet">
            <code>landfall proof {id} --out DIR</code> writes the same as a folder, with <code>--image</code> for one
            photograph.
          </p>
        </section>
      )}
    </>
  );
}
