/** Bursts and pictures that look nearly the same, on the wall of images: marked, selected by one key, and never left out by themselves. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { beforeAll, expect, test } from "vitest";
import { drawFrame, tiffOf, withExif } from "../../fixtures/index.ts";
import { endDashboard, expectWell, openDashboard } from "../support/dashboard.ts";
import { landfall, tempFolder } from "../support/landfall.ts";

let page: Page;
let troubles: readonly string[];
let manifest: string;

const camera = { make: "NIKON CORPORATION", model: "NIKON D500", serial: "6024518" };

/** A burst of three, a single frame, an edited copy of that one, and the same scene as a RAW file of a maker whose files are TIFFs. */
async function drawWall(folder: string): Promise<void> {
  const at = (second: number, fraction?: string) => ({
    ...camera,
    dateTimeOriginal: `2024:07:15 09:00:${String(second).padStart(2, "0")}`,
    ...(fraction && { subSecTimeOriginal: fraction }),
  });
  const write = async (name: string, bytes: Buffer) => {
    const path = join(folder, "2024-07-15_Haro Strait", "BW", name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
  };
  for (const [index, fraction] of ["10", "40", "70"].entries()) {
    const frame = await drawFrame({
      seed: "burst",
      width: 320,
      animals: [["T065A", "T002B", "J047"][index] ?? "J047"],
    });
    await write(`DSC_000${index + 1}.JPG`, withExif(frame, at(10, fraction)));
  }
  const single = await drawFrame({ seed: "single", width: 640 });
  await write("DSC_0010.JPG", withExif(single, at(40)));
  const edited = await sharp(single).modulate({ brightness: 1.15 }).resize(480).jpeg().toBuffer();
  await write("DSC_0010 edited.JPG", withExif(edited, at(50)));
  await write("IMGP0020.PEF", Buffer.concat([tiffOf(at(59)), await sharp(single).jpeg({ quality: 60 }).toBuffer()]));
}

beforeAll(async () => {
  const data = await tempFolder("bursts-page");
  const photographs = join(await tempFolder("bursts-photographs"), "Season");
  await drawWall(photographs);
  manifest = (await landfall(data, "scan", photographs, "--population", "Residents")).json.manifestId;
  await landfall(data, "check", manifest);
  ({ page, troubles } = await openDashboard(data));
}, 120_000);
endDashboard();

const cell = (name: string) => page.getByRole("grid").getByRole("gridcell", { name: new RegExp(`^${name}`) });
const label = async (name: string) => (await cell(name).getAttribute("aria-label")) ?? "";

test("a burst is drawn as one, and G selects it", async () => {
  await page.goto(`${new URL(page.url()).origin}/manifests/${manifest}`);
  await page.getByRole("button", { name: /^Look at 6 images/ }).click();
  await expect.poll(() => label("DSC_0001")).toContain("frame 1 of a burst of 3");
  expect(await label("DSC_0003")).toContain("frame 3 of a burst of 3");
  expect(await label("DSC_0010.JPG")).not.toContain("burst");
  await expectWell(page);
  await cell("DSC_0002").click();
  await page.keyboard.press("g");
  await page.getByText("3 of 6 images selected").waitFor();
  await expectWell(page);
  await page.keyboard.press("Escape");
});

test("pictures that look nearly the same are named at each other, a RAW file by the picture inside it", async () => {
  expect(await label("DSC_0010.JPG")).toContain("looks nearly the same as");
  expect(await label("DSC_0010 edited")).toContain("looks nearly the same as");
  expect(await label("IMGP0020")).toMatch(/looks nearly the same as DSC_0010/);
  expect(await label("DSC_0001")).not.toContain("looks nearly the same");
  await cell("IMGP0020").dblclick();
  await page.getByText(/^Image 6 of 6/).waitFor();
  await page.getByRole("img", { name: /IMGP0020/ }).waitFor();
  await expectWell(page);
  expect(troubles).toEqual([]);
});
