/** One scan: how far it is, then what it found, what it did not take and why. */
import {
  errorTable,
  type FileTally,
  type ScanJobId,
  type ScanJobView,
  type ScanResult,
  type VersionChanges,
} from "@landfall/protocol";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { scanJobQuery } from "../../api/queries.ts";
import { useSnapshot } from "../../live/use-snapshot.ts";
import { Chip } from "../../ui/chip.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { count, formatNumber, noun } from "../../ui/format.ts";
import { PopulationLinks } from "../../ui/population-links.tsx";
import { Tally } from "../../ui/tally.tsx";
import { Running, ScanAgain } from "./scan-acts.tsx";
import { ScanFolders } from "./scan-folders.tsx";
import { ScanNames } from "./scan-names.tsx";
import { ScanSources } from "./scan-sources.tsx";
import { WatchField } from "./watch-field.tsx";

const fileParts = (files: FileTally) =>
  [
    [files.found, `${noun(files.found, "file")} found`],
    [files.images, noun(files.images, "image")],
    [files.unreadable, "unreadable"],
    [files.ignored, "ignored"],
  ] as const;

function Examples({ files, total }: { files: readonly string[]; total: number }) {
  if (files.length === 0) return null;
  const more = total - files.length;
  return (
    <ul className="files">
      {files.map((file) => (
        <li key={file}>{file}</li>
      ))}
      {more > 0 && <li>and {formatNumber(more)} more</li>}
    </ul>
  );
}

function foundWords({ encounters, complete, incomplete }: ScanResult): string {
  if (encounters === 0) return " were found in it.";
  if (incomplete === 0)
    return encounters === 1 ? ", complete and ready for review." : ", all complete and ready for review.";
  return `: ${formatNumber(complete)} complete, ${formatNumber(incomplete)} with something missing.`;
}

function changedWords({ isNew, added, changed, same, gone, approved }: VersionChanges): string {
  if (!isNew) return "All is as it was: there is no new version, and what was approved stays approved.";
  const parts = [`${formatNumber(added)} new`, `${formatNumber(changed)} changed`, `${formatNumber(same)} as before`];
  const stay = approved > 0 ? `; ${formatNumber(approved)} stay approved` : "";
  const left =
    gone > 0 ? `; ${formatNumber(gone)} of the version before ${gone === 1 ? "is" : "are"} not there now` : "";
  return `${parts.join(", ")}${stay}${left}.`;
}

/** Drives that were away, that have another name now, or that are copies. */
function Places({ result: { away, relinked, copies } }: { result: ScanResult }) {
  if (away.length + relinked.length + copies.length === 0) return null;
  return (
    <ul className="scanplaces">
      {away.map(({ folder, files, isReplaced }) => (
        <li key={folder} className="note">
          <span className="mono breakable">{folder}</span>{" "}
          {isReplaced
            ? `is another drive than before, it seems: none of what was there was found. What is known of ${count(files, "file")} of it stays as it is; scan again when that drive is back.`
            : `is away. What is known of its ${count(files, "file")} stays as it is; scan again when the drive is back.`}
        </li>
      ))}
      {relinked.map(({ from, to }) => (
        <li key={to} className="quiet">
          <span className="mono breakable">{to}</span> is what was <span className="mono breakable">{from}</span>.
        </li>
      ))}
      {copies.map(({ folder, of, images }) => (
        <li key={folder} className="quiet">
          <span className="mono breakable">{folder}</span> is a copy:{" "}
          {images === 1 ? "its image is" : `all ${count(images, "image")} are`} in{" "}
          <span className="mono breakable">{of}</span> too, and are sent once.
        </li>
      ))}
    </ul>
  );
}

function Result({ result }: { result: ScanResult }) {
  const findings = result.findings.filter(({ count: files }) => files > 0);
  const left = result.files.unreadable + result.files.ignored;
  return (
    <>
      <p className="scanlead">
        <b>{result.encounters > 0 ? count(result.encounters, "encounter") : "No photographs"}</b>
        {foundWords(result)}
      </p>
      {result.changes && <p className="quiet">{changedWords(result.changes)}</p>}
      <Places result={result} />
      <ScanNames result={result} />
      <ScanSources id={result.scanJobId} summary={result.sources} />
      {findings.length > 0 && (
        <section className="scanpart">
          <h3>What was noticed</h3>
          {findings.map((finding) => (
            <details key={finding.code} className="foldable">
              <summary>
                <span>
                  {finding.message} <span className="quiet">{count(finding.count, "file")}</span>
                </span>
                {finding.severity !== "note" && (
                  <Chip tone="warn">{finding.severity === "blocking" ? "Blocks approval" : "Look"}</Chip>
                )}
              </summary>
              <Examples files={finding.examples} total={finding.count} />
            </details>
          ))}
        </section>
      )}
      {left > 0 && (
        <section className="scanpart">
          <h3>Not taken</h3>
          {result.reasons.map((reason) => (
            <details key={reason.reason} className="foldable">
              <summary>
                <span>
                  {reason.message} <span className="quiet">{count(reason.count, "file")}</span>
                </span>
              </summary>
              <Examples files={reason.examples} total={reason.count} />
            </details>
          ))}
        </section>
      )}
    </>
  );
}

const titles: Record<ScanJobView["state"], string> = {
  running: "Scanning",
  done: "Scanned",
  failed: "The scan has stopped",
  cancelled: "The scan was cancelled",
  interrupted: "The scan was interrupted",
};

export function ScanPanel({ id }: { id: ScanJobId }) {
  const live = useSnapshot((state) => state.scanJobs.find((job) => job.id === id));
  const isRunning = (live?.state ?? "running") === "running";
  const asked = useQuery({ ...scanJobQuery(id), refetchInterval: isRunning ? 1_500 : false });
  // Whichever knows more: the stream and the question may cross.
  const job = asked.data && asked.data.state !== "running" ? asked.data : (live ?? asked.data);
  if (!job) return asked.error ? <ErrorNote error={asked.error} /> : <p className="quiet">Reading the scan…</p>;
  return (
    <section className="card scanpanel" aria-labelledby={`scan-${id}`}>
      <header>
        <h2 id={`scan-${id}`} className="breakable">
          {titles[job.state]}: {job.name}
        </h2>
        {job.state === "running" && (
          <Chip tone={job.isPaused ? "warn" : "live"} busy={!job.isPaused}>
            {job.isPaused ? "Paused" : "Scanning"}
          </Chip>
        )}
      </header>
      <ScanFolders job={job} />
      <Tally parts={fileParts(job.result?.files ?? job.files)} />
      {job.state === "running" && <Running job={job} />}
      {job.error && (
        <div className="errornote" role="alert">
          <p>
            <b>{errorTable[job.error.code].message}</b> {errorTable[job.error.code].hint}
          </p>
          <p className="errorfoot">
            <code>{job.error.code}</code> <span className="quiet breakable">{job.error.detail}</span>
          </p>
        </div>
      )}
      {job.state === "interrupted" && <p className="quiet">The station ended while the scan was at work.</p>}
      {(job.state === "cancelled" || job.state === "interrupted") && (
        <p className="quiet">What was read is remembered: the next scan is quicker.</p>
      )}
      {job.result && <Result result={job.result} />}
      {job.state !== "running" && <WatchField job={job} />}
      <div className="formacts">
        {job.state !== "running" && <ScanAgain id={id} />}
        {job.state !== "running" && (
          <Link className="btn" to="/folders">
            Scan another folder
          </Link>
        )}
        {job.result && job.result.encounters > 0 && <PopulationLinks id={job.populationId} />}
        {job.result && job.result.encounters > 0 && (
          <Link className="btn primary" to="/manifests/$id" params={{ id: job.result.manifestId }}>
            Review
          </Link>
        )}
      </div>
    </section>
  );
}
