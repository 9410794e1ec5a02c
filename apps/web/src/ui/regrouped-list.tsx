import type { Regrouped } from "@landfall/protocol";
import { Link } from "@tanstack/react-router";
import { count } from "./format.ts";

/** The new versions that a changed rule made. */
export function RegroupedList({ regrouped }: { regrouped: readonly Regrouped[] }) {
  if (regrouped.length === 0) return null;
  return (
    <ul className="regrouped">
      {regrouped.map((each) => (
        <li key={each.manifestId}>
          <Link to="/manifests/$id" params={{ id: each.manifestId }}>
            Review {each.name}
          </Link>{" "}
          <span className="quiet">
            version {each.version}, {count(each.encounters, "encounter")}; what you decided is kept
          </span>
        </li>
      ))}
    </ul>
  );
}

/** @param nothing the sentence where what was saved changes no encounter */
export function SavedNote({ regrouped, nothing }: { regrouped: readonly Regrouped[]; nothing: string }) {
  return (
    <div className="note info" role="status">
      <p>Saved. {regrouped.length === 0 ? nothing : "Encounters have been grouped again."}</p>
      <RegroupedList regrouped={regrouped} />
    </div>
  );
}
