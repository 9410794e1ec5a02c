/** A proof of photographs of which some were changed after delivery, and some are gone. */
import { spawnSync } from "node:child_process";
import { cp, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { drawSeason } from "../fixtures/index.ts";
import { landfall, newStation, removeFolders, startTestHub, tempFolder } from "./support/landfall.ts";
import { filesIn } from "./support/photographs.ts";
import { endAll } from "./support/process.ts";

afterAll(async () => {
  await endAll();
  await removeFolders();
});

const hasTools =
  spawnSync("sha256sum", ["--version"]).status === 0 &&
  /^OpenSSL 3/.test(spawnSync("openssl", ["version"]).stdout?.toString() ?? "");

/** Another comment, and the same picture. */
const withComment = (bytes: Buffer, text: string): Buffer => {
  const head = Buffer.from([0xff, 0xfe, 0, text.length + 2]);
  return Buffer.concat([bytes.subarray(0, 2), head, Buffer.from(text), bytes.subarray(2)]);
};

test.runIf(hasTools)("tells what the station knew of them from what nobody knows, which is wrong", async () => {
  const hub = await startTestHub();
  const card = await tempFolder("since");
  await drawSeason(card, { encounters: 2, imagesPerEncounter: 2, seed: "since" });
  const odd = path.join(card, "back\\slash: OK.jpg");
  await rename([...(await filesIn(card)).keys()][0] as string, odd);
  const [left, gone] = [...(await filesIn(card)).keys()].filter((file) => file !== odd) as [string, string];
  const station = await newStation(hub.url, hub.key);
  const { manifestId } = (await landfall(station, "scan", card, "--population", "Orcas")).json;
  await landfall(station, "approve", manifestId, "--set", "locality=Haro Strait", "--set", "recordedBy=B. Wood");
  expect((await landfall(station, "sync", manifestId)).code).toBe(0);
  const delivered = await readFile(odd);
  const deliveredGone = await readFile(gone);
  const proofOf = async (manifest: string) => {
    const out = path.join(await tempFolder("since-proof"), "proof");
    return { out, written: await landfall(station, "proof", manifest, "--out", out) };
  };
  const verify = (proof: string) => {
    const { status, stdout } = spawnSync("sh", [path.join(proof, "verify.sh"), card]);
    return { status, said: stdout.toString() };
  };

  // Before a scan has seen it, nobody knows.
  await writeFile(odd, withComment(delivered, "geotagged"));
  await rm(gone);
  const early = await proofOf(manifestId);
  expect(early.written.json).toMatchObject({ receipts: 4, files: 4, changed: 0, gone: 0 });
  expect(verify(early.out)).toMatchObject({ status: 1, said: expect.stringContaining("NOT PROVEN: 2 wrong.") });

  const next = (await landfall(station, "scan", card, "--population", "Orcas")).json.manifestId;
  for (const manifest of [next, manifestId]) {
    const { out, written } = await proofOf(manifest);
    expect(written).toMatchObject({ code: 0, json: { receipts: 4, files: 2, changed: 1, gone: 1, unproven: 0 } });
    expect(await readFile(path.join(out, "README.txt"), "utf8")).toContain("1 file was changed after delivery");
    const known = verify(out);
    expect(known.status).toBe(3);
    expect(known.said).not.toContain("WRONG");
    expect(known.said).toContain("CHANGED  back\\\\slash: OK.jpg\n");
    expect(known.said).toContain(`GONE     ${path.relative(card, gone)}\n`);
    expect(known.said).toContain("PROVEN: 4 receipts, and of the photographs 2 are the ones they were signed for.");
    expect(known.said).toMatch(/^NOT PROVEN: 1 of the photographs/m);
  }

  const { out } = await proofOf(next);
  const wrong = async (file: string, bytes: Buffer, name: string) => {
    const before = await readFile(file).catch(() => undefined);
    await writeFile(file, bytes);
    expect(verify(out)).toMatchObject({ status: 1, said: expect.stringMatching(new RegExp(`^WRONG  .*${name}`, "m")) });
    await (before ? writeFile(file, before) : rm(file));
  };
  // Neither what was delivered nor what the station saw; in its place, in that of the one that is gone, and in one that was left alone.
  await wrong(odd, withComment(delivered, "painted over"), "slash: OK.jpg: it is neither");
  await wrong(gone, withComment(deliveredGone, "another"), "something else lies there");
  await wrong(left, withComment(await readFile(left), "unknown"), "photographs with other bytes: 1");
  const changed = await readFile(odd);
  await rm(odd);
  expect(verify(out)).toMatchObject({ status: 1, said: expect.stringContaining("it is neither as it was delivered") });
  // A list of somebody's own, of another file than the receipt is for.
  await writeFile(odd, changed);
  const list = path.join(out, "CHANGED-SHA256SUMS");
  const lines = await readFile(list, "utf8");
  await writeFile(list, `${lines}${"0".repeat(64)}  another.jpg\n`);
  expect(verify(out)).toMatchObject({ status: 1, said: expect.stringContaining("not of the same photographs") });
  await writeFile(list, lines);
  // Lists that say nothing prove nothing.
  const empty = path.join(await tempFolder("since-empty"), "proof");
  await cp(out, empty, { recursive: true });
  for (const name of ["SHA256SUMS", "CHANGED-SHA256SUMS", "CHANGED-DELIVERED-SHA256SUMS", "GONE-SHA256SUMS"])
    await writeFile(path.join(empty, name), "");
  expect(verify(empty)).toMatchObject({ status: 1, said: expect.stringContaining("none is listed") });

  // Put back, they are what they were signed for.
  await writeFile(odd, delivered);
  await writeFile(gone, deliveredGone);
  expect(verify(out)).toMatchObject({ status: 0, said: expect.stringContaining("PROVEN: 4 receipts") });
});
