import type { EncounterFilter, ManifestRow } from "@landfall/protocol";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { encounterTotalQuery } from "../../api/queries.ts";
import { formatNumber } from "../../ui/format.ts";

const labels: Record<EncounterFilter, string> = {
  all: "All",
  pending: "Pending",
  incomplete: "Incomplete",
  approved: "Approved",
  denied: "Denied",
  changed: "New or changed",
  warnings: "Warnings",
  problems: "Problems",
};

/** Shown only where there are some. */
const whereAny: Partial<Record<EncounterFilter, true>> = { changed: true, problems: true };

/** The filters with how many encounters each shows. */
export function FilterTabs({ manifest, filter }: { manifest: ManifestRow; filter: EncounterFilter }) {
  const warnings = useQuery(encounterTotalQuery(manifest.id, "warnings")).data;
  const problems = useQuery(encounterTotalQuery(manifest.id, "problems")).data;
  const changed = useQuery(encounterTotalQuery(manifest.id, "changed")).data;
  const { incomplete, pending, approved, denied } = manifest.encounters;
  const totals: Record<EncounterFilter, number | undefined> = {
    all: incomplete + pending + approved + denied,
    pending,
    incomplete,
    approved,
    denied,
    changed,
    warnings,
    problems,
  };
  return (
    <nav className="tabs" aria-label="Filter">
      {(Object.keys(labels) as EncounterFilter[])
        .filter((name) => !(name in whereAny) || name === filter || (totals[name] ?? 0) > 0)
        .map((name) => (
          <Link
            key={name}
            to="/manifests/$id"
            params={{ id: manifest.id }}
            search={name === "all" ? {} : { filter: name }}
            className={name === filter ? "tab on" : "tab"}
            aria-current={name === filter ? "true" : undefined}
            resetScroll={false}
          >
            {labels[name]}{" "}
            <span className="tabcount">{totals[name] === undefined ? "" : formatNumber(totals[name])}</span>
          </Link>
        ))}
    </nav>
  );
}
