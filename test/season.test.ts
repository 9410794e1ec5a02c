import { expect, test } from "vitest";
import { openStation, temporaryFolder } from "../apps/server/test/station/support.ts";
import { drawThreeDrives } from "../fixtures/index.ts";
import { approvedEncounters, firstSeason, nextSeason, type SeasonDone } from "./season/season.ts";

const wanted = process.env.LANDFALL_SEASON;
const photographs = Number(wanted ?? 1400);
const imagesPerEncounter = photographs > 2000 ? 50 : 10;

/** In the long form, for whoever asked for it. */
const show = ({ interactions }: SeasonDone) => wanted && console.log([interactions.length, ...interactions].join("\n"));

test(`a season of ${photographs} photographs is approved in at most 40 interactions, and the next one in 10`, {
  timeout: wanted ? 3_600_000 : 180_000,
}, async () => {
  const folder = temporaryFolder("season");
  const station = await openStation();
  const size = { photographs, imagesPerEncounter };
  const season = await drawThreeDrives(folder, { year: 2024, ...size });
  const first = await firstSeason(station, season);
  show(first);
  expect(await approvedEncounters(station, first.manifest)).toEqual(season.encounters);
  expect(first.interactions.length).toBeLessThanOrEqual(40);

  const later = await drawThreeDrives(folder, { year: 2025, ...size });
  const next = await nextSeason(station, later);
  show(next);
  expect(await approvedEncounters(station, next.manifest)).toEqual(later.encounters);
  expect(next.interactions.length).toBeLessThanOrEqual(10);

  // Read again, nothing is to be decided again.
  const { folders, name } = first.job;
  const { result } = await station.scan({ folders, name, population: "Residents" });
  const changes = { isNew: false, approved: season.encounters.length };
  expect(result).toMatchObject({ manifestId: first.manifest, changes });
});
