import { type StationSnapshot, stationProblems } from "@landfall/protocol";
import { withDetail } from "./explain.ts";

/** What is in the way of the station as a whole, and what to do: the same sentences wherever it is told. */
export const describeStationProblems = (snapshot: StationSnapshot): string[] =>
  stationProblems(snapshot).flatMap(({ message, hint, detail, code }) => [
    `! ${withDetail(message, detail)} [${code}]`,
    `  ${hint}`,
  ]);
