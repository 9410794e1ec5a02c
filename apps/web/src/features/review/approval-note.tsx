/** What approving many at once came to: how many, and why the others were left. */
import type { ApproveResponse, ManifestId } from "@landfall/protocol";
import { Link } from "@tanstack/react-router";
import { Button } from "../../ui/button.tsx";
import { count } from "../../ui/format.ts";
import { leftOtherwise } from "./edits.ts";

interface NoteProps {
  readonly id: ManifestId;
  readonly done: ApproveResponse;
  readonly onClose: () => void;
}

export function ApprovalNote({ id, done, onClose }: NoteProps) {
  const { approved, incomplete, leftOut, undecoded, away, unlicensed, otherwise } = done;
  if (incomplete + undecoded + away + unlicensed + otherwise.length === 0) return null;
  return (
    <section className="note approval" aria-label="What approving came to">
      <p>
        <b>{count(approved, "encounter")} approved.</b>{" "}
        {incomplete > 0 && (
          <Link to="/manifests/$id" params={{ id }} search={{ filter: "incomplete" }}>
            {count(incomplete, "encounter")} left out
          </Link>
        )}
      </p>
      {leftOut.length > 0 && (
        <ul>
          {leftOut.map(({ field, finding, message, hint, encounters, examples }) => (
            <li key={field ?? finding}>
              {count(encounters, "encounter")}: {message} {hint}{" "}
              <span className="quiet breakable">{examples.join("; ")}</span>
            </li>
          ))}
        </ul>
      )}
      {otherwise.length > 0 && (
        <p className="breakable" role="alert">
          {leftOtherwise(otherwise)}
        </p>
      )}
      {undecoded > 0 && (
        <p className="quiet">
          {count(undecoded, "photograph")} approved before anybody has decoded {undecoded === 1 ? "it" : "them"}. What
          is found of {undecoded === 1 ? "it" : "them"} later is said here.
        </p>
      )}
      {unlicensed > 0 && (
        <p>
          {count(unlicensed, "encounter")} approved without a licence, so nobody knows who may use{" "}
          {unlicensed === 1 ? "it" : "them"}. To set one: undo the approval, and <i>Set for all…</i>
        </p>
      )}
      {away > 0 && <p className="quiet">{count(away, "file")} not looked at: their drive is away.</p>}
      <p className="noteacts">
        <Button look="ghost" onClick={onClose}>
          Close
        </Button>
      </p>
    </section>
  );
}
