import type { PopulationId } from "@landfall/protocol";
import { Link } from "@tanstack/react-router";

const pages = [
  ["cameras", "Cameras and clocks"],
  ["people", "Photographers"],
  ["individuals", "Individuals"],
] as const;

/** What a scan knows of its population beside its encounters. */
export function PopulationLinks({ id }: { id: PopulationId }) {
  return pages.map(([page, title]) => (
    <Link key={page} className="btn" to={`/populations/$id/${page}`} params={{ id }}>
      {title}
    </Link>
  ));
}
