/** `scale`: whole `landfall sync` processes over more and more images. Memory and cost per image must not grow. */
import path from "node:path";
import { newFolder } from "./folders.ts";
import { type Cost, type Figures, rounded, table } from "./measure.ts";
import type { BenchOptions } from "./options.ts";
import { type Photograph, photographs } from "./photographs.ts";
import { landfall, type Shore, startCommand, startShore } from "./processes.ts";
import { storeSeasons } from "./season-in-database.ts";

/** Small, so that the cost of bytes does not hide the cost of numbers. */
const imageBytes = 20_000;
const imagesPerEncounter = 100;

async function syncAll(shore: Shore, images: readonly Photograph[]): Promise<Cost> {
  const data = await newFolder("station");
  await landfall(data, "connect", "--hub", shore.hubUrl, "--key", `lfk_${"n".repeat(43)}`);
  const [manifest] = storeSeasons(path.join(data, "station.db"), [images], imagesPerEncounter);
  const sync = await startCommand(data, "sync", manifest ?? "", "--concurrency", "4");
  return sync.cost();
}

export async function scale({ full, keepIn }: BenchOptions): Promise<Figures> {
  const counts = full ? [1_000, 10_000, 100_000] : [1_000, 10_000];
  const most = counts.at(-1) ?? 0;
  const all = await photographs({ count: most, bytes: imageBytes, keepIn });
  const shore = await startShore();
  // What a process costs that delivers next to nothing: its start is not a cost of images.
  const start = await syncAll(shore, all.slice(0, 1));
  const rows: (string | number)[][] = [["1", rounded(start.cpuMs, 0), "", rounded(start.peakMiB, 0), ""]];
  const figures: Figures = {};
  let first = Number.NaN;
  for (const count of counts) {
    const cost = await syncAll(shore, all.slice(0, count));
    const each = (cost.cpuMs - start.cpuMs) / count;
    if (Number.isNaN(first)) first = each;
    const name = `${count / 1000}k`;
    figures[`cpuMs${name}`] = rounded(each, 3);
    figures[`peakMiB${name}`] = rounded(cost.peakMiB, 0);
    figures[`costGrowth${name}`] = rounded(each / first, 3);
    rows.push([
      String(count),
      rounded(cost.cpuMs, 0),
      rounded(each, 3),
      rounded(cost.peakMiB, 0),
      rounded((count * 1000) / cost.wallMs, 0),
    ]);
    console.log(`${count} images: peak ${rounded(cost.peakMiB, 0)} MiB, ${rounded(each, 3)} ms CPU each`);
  }
  console.log(`\nlandfall sync, images of ${imageBytes / 1000} kB, ${imagesPerEncounter} to an encounter`);
  console.log(table(["images", "CPU ms", "CPU ms/image without the start", "peak MiB", "images/s"], rows));
  return figures;
}
