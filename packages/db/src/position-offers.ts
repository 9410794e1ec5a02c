/** What may have been meant where a position is wrong: latitude and longitude swapped, a sign lost, or 0, 0 itself. */
import type { Area, EncounterValues, FindingCode, ManifestId, PositionOffer } from "@landfall/protocol";
import {
  type ImageMetadata,
  isInside,
  type Place,
  type TurnedRound,
  turnedInside,
  turnedRound,
  usualPlace,
} from "@landfall/survey";
import { areaOfManifest } from "./areas.ts";
import { type StationDatabase, statement } from "./database.ts";
import { imagesWith } from "./image-findings.ts";
import { positionsIn } from "./judge.ts";

const toOffer = ({ place: [decimalLatitude, decimalLongitude], how }: TurnedRound): PositionOffer => ({
  ...{ how, decimalLatitude, decimalLongitude },
});

interface Positioned {
  readonly pk: number;
  readonly manifest: ManifestId;
  readonly values: EncounterValues;
}

export interface OfPosition {
  readonly detail: string | null;
  readonly offers: PositionOffer[];
}

/** As it is now: the position, the area and the other encounters may have changed since it was found. Null of other findings. */
export function ofPosition(db: StationDatabase, of: Positioned, code: FindingCode): OfPosition | null {
  switch (code) {
    case "GPS_ZERO":
      return { detail: null, offers: [{ how: "it is 0, 0", decimalLatitude: 0, decimalLongitude: 0 }] };
    case "GPS_OUT_OF_RANGE":
      return ofRefused(db, of);
    case "POSITION_TURNED": {
      const { decimalLatitude, decimalLongitude } = of.values;
      if (decimalLatitude === null || decimalLongitude === null) return null;
      const usual = usualPlace(positionsIn(db, of.manifest));
      const near = turnedRound([decimalLatitude, decimalLongitude]).filter(({ place }) => usual?.isNear(place));
      return { detail: turnedText(`${decimalLatitude}, ${decimalLongitude}`, near[0]), offers: near.map(toOffer) };
    }
    case "POSITION_OUTSIDE": {
      const area = areaOfManifest(db, of.manifest);
      return area && { detail: null, offers: turnedInside(of.values, area).map(toOffer) };
    }
    default:
      return null;
  }
}

/** Of the first of its photographs that states numbers. */
function ofRefused(db: StationDatabase, of: Positioned): OfPosition | null {
  const stated = imagesWith(db, of.pk, "GPS_OUT_OF_RANGE").flatMap(({ sha256, fileName }) => {
    const place = refusedOf(db, of.pk, sha256);
    return place ? [{ fileName, place }] : [];
  });
  const [first] = stated;
  if (!first) return null;
  const meant = meantBy(db, of, first.place);
  const text = `${stated.length > 1 ? first.fileName : "It"} states ${first.place.join(", ")}`;
  return { detail: turnedText(text, meant[0]), offers: meant.map(toOffer) };
}

const turnedText = (text: string, turned: TurnedRound | undefined): string =>
  turned ? `${text}; with ${turned.how} it would be ${turned.place.join(", ")}` : text;

const refusedOf = (db: StationDatabase, encounter: number, sha256: string): Place | null => {
  const row = statement<{ metadata: string | null }>(
    db,
    `SELECT f.metadata FROM image AS i JOIN image_file AS x ON x.image = i.pk AND x.ordinal = 0 JOIN file AS f ON f.pk = x.file
     WHERE i.encounter = ? AND i.sha256 = ?`,
  ).get(encounter, sha256);
  return row?.metadata ? ((JSON.parse(row.metadata) as ImageMetadata).refusedPosition ?? null) : null;
};

/** Those in the area where the population lives, else where its other encounters are; where neither is known, only what was swapped. */
function meantBy(db: StationDatabase, of: Positioned, place: Place): TurnedRound[] {
  const all = turnedRound(place);
  const isMeant = isUsual(areaOfManifest(db, of.manifest), positionsIn(db, of.manifest));
  const meant = isMeant ? all.filter((each) => isMeant(each.place)) : [];
  return meant.length > 0 ? meant : all.filter((each) => each.place[0] === place[1] && each.place[1] === place[0]);
}

function isUsual(area: Area | null, positions: readonly Place[]): ((place: Place) => boolean) | null {
  if (area) return (place) => isInside(place, area);
  return usualPlace(positions)?.isNear ?? null;
}
