/** Files that were found and are no images to send: junk, videos, damaged ones. For information; nothing need be done. */
import type { ScanJobView } from "@landfall/protocol";
import { count } from "../../ui/format.ts";
import { useFold } from "../../ui/use-fold.ts";

export function LeftOut({ job }: { job: ScanJobView }) {
  const [open, fold] = useFold(`left-out ${job.id}`, false);
  const reasons = job.result?.reasons ?? [];
  const files = reasons.reduce((sum, reason) => sum + reason.count, 0);
  if (files === 0) return null;
  return (
    <details className="problem" open={open} onToggle={({ currentTarget }) => fold(currentTarget.open)}>
      <summary>
        <span className="problemtitle">
          <b className="breakable">{job.name}</b>
          <span className="quiet">{count(files, "file")} found that are no images to send</span>
        </span>
      </summary>
      <div className="cause">
        {reasons.map(({ reason, message, count: of, examples }) => (
          <div className="causepart" key={reason}>
            <p>
              <b>{count(of, "file")}:</b> {message}
            </p>
            <ul className="files">
              {examples.map((example) => (
                <li key={example} className="breakable">
                  {example}
                </li>
              ))}
              {of > examples.length && <li>and {count(of - examples.length, "more file", "more files")}</li>}
            </ul>
            <code>{reason}</code>
          </div>
        ))}
      </div>
    </details>
  );
}
