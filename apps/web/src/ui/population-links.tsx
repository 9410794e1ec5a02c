/** The pages of a population beside its encounters. */
import type { PopulationId } from "@landfall/protocol";
import { Link } from "@tanstack/react-router";

const titles = { cameras: "Cameras and clocks", people: "Photographers", individuals: "Individuals", area: "Area" };
type Page = keyof typeof titles;
const pages = Object.keys(titles) as Page[];

function PopulationLink({ id, page, className }: { id: PopulationId; page: Page; className?: string }) {
  return (
    <Link className={className} to={`/populations/$id/${page}`} params={{ id }}>
      {titles[page]}
    </Link>
  );
}

/** What a scan knows of its population. */
export function PopulationLinks({ id }: { id: PopulationId }) {
  return pages.map((page) => <PopulationLink key={page} id={id} page={page} className="btn" />);
}

/** From one of the pages to the others. */
export function Neighbours({ id, of }: { id: PopulationId; of: Page }) {
  return (
    <p className="neighbours">
      {pages
        .filter((page) => page !== of)
        .map((page) => (
          <PopulationLink key={page} id={id} page={page} />
        ))}
    </p>
  );
}
