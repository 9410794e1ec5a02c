/** What the tracks placed. */
import type { TrackMatch } from "@landfall/protocol";
import { count, formatInstant, formatNumber } from "../../ui/format.ts";

export function TrackList({ tracks }: { tracks: readonly TrackMatch[] }) {
  if (tracks.length === 0) return null;
  return (
    <section className="card" aria-labelledby="tracks">
      <h2 id="tracks">Tracks</h2>
      <ul className="sourcelist">
        {tracks.map(({ path, name, points, from, to, placed, withoutZone }) => (
          <li key={`${path} ${from}`}>
            <b className="breakable">{name}</b>: {count(placed, "photograph")} placed
            <small className="quiet">
              {count(points, "point")}, {formatInstant(from)} to {formatInstant(to)}
            </small>
            {withoutZone > 0 && (
              <p className="note">
                {formatNumber(withoutZone)} more might be placed: their cameras state no time zone. Scan again with the
                time zone of the cameras.
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
