/** The sheets and tracks of a scan, in short, with the way to all that is to say of them. */
import { cellProblemText, type ScanJobId, type SourcesSummary, sheetTitle } from "@landfall/protocol";
import { Link } from "@tanstack/react-router";
import { count, formatNumber } from "../../ui/format.ts";

const nothing: SourcesSummary = { sheets: [], tracks: [], withoutRow: 0, notUnderstood: [], offered: [] };

export function ScanSources({ id, summary }: { id: ScanJobId; summary: SourcesSummary | null }) {
  const { sheets, tracks, withoutRow, notUnderstood, offered } = summary ?? nothing;
  return (
    <section className="scanpart">
      <h3>Sheets and tracks</h3>
      <ul className="scanplaces">
        {sheets.map(({ rows, used, photographs, problems, cells, ...sheet }) => (
          <li key={sheetTitle(sheet)}>
            <b className="breakable">{sheetTitle(sheet)}</b>: {count(photographs, "photograph")} of {formatNumber(used)}{" "}
            of its {count(rows, "row")}
            {problems > 0 ? `, ${count(problems, "cell")} to look at:` : "."}
            <ul className="scancells">
              {cells.map((cell) => (
                <li key={cellProblemText(cell)}>{cellProblemText(cell)}</li>
              ))}
              {problems > cells.length && <li>and {formatNumber(problems - cells.length)} more</li>}
            </ul>
          </li>
        ))}
        {notUnderstood.map((name) => (
          <li key={name} className="note">
            <b className="breakable">{name}</b>: no list of sightings is found in it, and it is not used. Say what its
            columns are.
          </li>
        ))}
        {sheets.length > 0 && withoutRow > 0 && (
          <li className="quiet">{count(withoutRow, "photograph")} without a row.</li>
        )}
        {tracks.map(({ name, placed, withoutZone }) => (
          <li key={name}>
            <b className="breakable">{name}</b>: {count(placed, "photograph")} placed
            {withoutZone > 0 && `; ${formatNumber(withoutZone)} more might be, were the zone of their camera known`}.
          </li>
        ))}
        {offered.length > 0 && (
          <li className="note">
            {offered.length === 1 ? "A sheet or track lies" : `${formatNumber(offered.length)} sheets and tracks lie`}{" "}
            in the folders and {offered.length === 1 ? "is" : "are"} not used:{" "}
            {offered
              .slice(0, 3)
              .map(({ name }) => name)
              .join(", ")}
            {offered.length > 3 && " …"}
          </li>
        )}
      </ul>
      <p>
        <Link to="/scans/$id/sources" params={{ id }}>
          {sheets.length + tracks.length + notUnderstood.length + offered.length === 0
            ? "Add a sheet or track"
            : "Sheets, columns and tracks"}
        </Link>
      </p>
    </section>
  );
}
