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
