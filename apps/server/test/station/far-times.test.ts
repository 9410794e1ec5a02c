/** Times of files that no clock has shown: of damaged file systems, and of cards whose camera's clock was lost. */
import { execFileSync } from "node:child_process";
import type { ManifestId } from "@landfall/protocol";
import { expect, test } from "vitest";
import { season } from "./delivered.ts";
import { openStation } from "./support.ts";

test.runIf(process.platform === "linux")(
  "a file of the year 2400, or of before 1970, is scanned and known again like its neighbours",
  async () => {
    const { folder, files } = await season(1, 3, "far times");
    const [far, old] = files as [string, string];
    execFileSync("touch", ["-d", "2400-01-01", far]);
    execFileSync("touch", ["-d", "1950-01-01", old]);
    const station = await openStation();
    const scan = () => station.scan({ folders: [folder], population: "Residents" });
    const first = await scan();
    expect(first.error).toBeNull();
    expect(first.result).toMatchObject({ files: { found: 3, images: 3 } });
    expect((await scan()).result).toMatchObject({ manifestId: first.result?.manifestId, changes: { isNew: false } });
    const checked = await station.ask("checkManifest", { params: { id: first.result?.manifestId as ManifestId } });
    expect(checked.files).toMatchObject({ images: 3, changed: 0, missing: 0 });
  },
);
