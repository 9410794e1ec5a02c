/** Choose folders and scan them. Nothing in them is ever changed. */
import type { ScanJobId, ScanJobView } from "@landfall/protocol";
import { Link, useNavigate } from "@tanstack/react-router";
import { useId } from "react";
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

function ScanList({ title, jobs }: { title: string; jobs: readonly ScanJobView[] }) {
  const titleId = useId();
  if (jobs.length === 0) return null;
  return (
    <section className="former" aria-labelledby={titleId}>
      <h2 id={titleId}>{title}</h2>
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
  const jobs = useSnapshot((state) => state.scanJobs).filter(({ id }) => id !== scan);
  const isAtWork = ({ state }: ScanJobView) => state === "running";
  return (
    <>
      <PageHead
        title="Scan a folder"
        lede="Photographs are read where they lie and grouped into encounters. Nothing is changed, and nothing is sent before you approve it."
      />
      {!scan && <ScanList title="At work" jobs={jobs.filter(isAtWork)} />}
      {scan ? (
        <ScanPanel key={scan} id={scan} />
      ) : (
        <ScanForm initial={population} onStarted={(id) => void navigate({ to: "/folders", search: { scan: id } })} />
      )}
      <ScanList title="Scans" jobs={scan ? jobs : jobs.filter((job) => !isAtWork(job))} />
    </>
  );
}
