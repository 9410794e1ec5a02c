/** A folder of photographs, and its delivery to the end. */
import type { ManifestId } from "@landfall/protocol";
import { drawSeason } from "../../../../fixtures/index.ts";
import { type TestStation, temporaryFolder } from "./support.ts";

export async function delivered(station: TestStation, folder: string, locality?: string): Promise<ManifestId> {
  const override = locality === undefined ? {} : { override: { locality } };
  const job = await station.scan({ folders: [folder], population: "Residents", ...override });
  const id = job.result?.manifestId as ManifestId;
  await station.ask("approve", { params: { id }, body: {} });
  await station.synced(id);
  return id;
}

export async function season(encounters = 2, imagesPerEncounter = 2, seed = "proof") {
  const folder = temporaryFolder("card");
  const drawn = await drawSeason(folder, { encounters, imagesPerEncounter, seed });
  return { folder, files: drawn.flatMap(({ images }) => images.map(({ path }) => path)) };
}
