/** Choose folders and scan them. Nothing in them is ever changed. */
import type { ScanJobId, ScanJobView } from "@landfall/protocol";
import { Link, useNavigate } from "@tanstack/react-router";
import { useSnapshot } from "../../live/use-snapshot.ts";
import { Chip } from "../../ui/chip.tsx";
import { count, formatInstant } from "../../ui/format.ts";
import { PageHead } from "../../ui/page-head.tsx";
import "../../ui/styles/jobs.css";
import "./folders.css";
import { ScanForm } from "./scan-form.tsx";
import { ScanPanel } from "./scan-panel.tsx";

const stateWords: Record<ScanJobView["state"], string> = {
  running: "Scanning",
  done: "Done",
  failed: "Failed",
  cancelled: "Cancelled",
  interrupted: "Interrupted",
};

function FormerScans({ shown }: { shown: ScanJobId | undefined }) {
  const jobs = useSnapshot((state) => state.scanJobs).filter(({ id }) => id !== shown);
  if (jobs.length === 0) return null;
  return (
    <section className="former" aria-labelledby="former-title">
      <h2 id="former-title">Scans</h2>
      <ul className="card formerlist">
        {jobs.map((job) => (
          <li key={job.id}>
            <Link to="/folders" search={{ scan: job.id }} className="breakable">
              {job.name}
            </Link>
            <span className="quiet">
              {count(job.files.images, "image")} · {formatInstant(job.startedAt)}
            </span>
            <Chip tone={job.state === "running" ? "live" : job.state === "failed" ? "bad" : "quiet"}>
              {stateWords[job.state]}
            </Chip>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function FoldersPage({ scan, population }: { scan: ScanJobId | undefined; population: string | undefined }) {
  const navigate = useNavigate();
  return (
    <>
      <PageHead
        title="Scan a folder"
        lede="Photographs are read where they lie and grouped into encounters. Nothing is changed, and nothing is sent before you approve it."
      />
      {scan ? (
        <ScanPanel key={scan} id={scan} />
      ) : (
        <ScanForm initial={population} onStarted={(id) => void navigate({ to: "/folders", search: { scan: id } })} />
      )}
      <FormerScans shown={scan} />
    </>
  );
}
