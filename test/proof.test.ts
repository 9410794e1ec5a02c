import { execFile } from "node:child_process";
import { createPublicKey, generateKeyPairSync, type JsonWebKey } from "node:crypto";
import { appendFile, cp, mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { drawSeason } from "../fixtures/index.ts";
import {
  landfall,
  newStation,
  removeFolders,
  startLandfall,
  startTestHub,
  type TestHub,
  tempFolder,
} from "./support/landfall.ts";
import { filesIn, sha256Of } from "./support/photographs.ts";
import { endAll, landfallBin } from "./support/process.ts";

const run = promisify(execFile);
const succeeds = (program: string, ...args: string[]) =>
  run(program, args).then(
    ({ stdout }) => ({ ok: true, said: stdout }),
    (error: { stdout?: string; stderr?: string }) => ({ ok: false, said: `${error.stdout}${error.stderr}` }),
  );
const hasTools =
  (await succeeds("sha256sum", "--version")).ok && /^OpenSSL 3/.test((await succeeds("openssl", "version")).said);

let hub: TestHub;
let station: string;
let card: string;
let manifest: string;
let photographs: string[];
beforeAll(async () => {
  hub = await startTestHub();
  card = await tempFolder("card");
  await drawSeason(card, { encounters: 2, imagesPerEncounter: 2, seed: "proof" });
  photographs = [...(await filesIn(card)).keys()];
  const [first] = photographs as [string];
  // File names are bytes, and may be anything but a slash.
  await cp(first, path.join(path.dirname(first), "=2+3 back\\slash, and a\nline.jpg"));
  await cp(first, path.join(path.dirname(first), `-rf 'it"s'.jpg`));
  photographs = [...(await filesIn(card)).keys()];
  station = await newStation(hub.url, hub.key);
  manifest = (await landfall(station, "scan", card, "--population", "Orcas")).json.manifestId;
  await landfall(station, "approve", manifest, "--set", "locality=Haro Strait", "--set", "recordedBy=B. Wood");
});
afterAll(async () => {
  await endAll();
  await removeFolders();
});

describe("what proves a delivery, from the command line", () => {
  test("a card is not safe to erase before everything is delivered, and is after it; nothing on it changes", async () => {
    const before = await filesIn(card);
    const early = await landfall(station, "safe-to-erase", card);
    expect(early).toMatchObject({ code: 3, json: { safe: false, files: photographs.length, proven: 0, junk: [] } });
    expect(early.json.problems[0]).toMatchObject({ reason: "NOT_DELIVERED", message: expect.any(String) });
    expect((await landfall(station, "proof", manifest, "--out", path.join(await tempFolder("none"), "p"))).code).toBe(
      1,
    );
    expect((await landfall(station, "sync", manifest)).code).toBe(0);
    expect(await landfall(station, "safe-to-erase", card)).toMatchObject({
      code: 0,
      json: { safe: true, files: photographs.length, proven: photographs.length, problems: [], junk: [] },
    });
    expect(await filesIn(card)).toEqual(before);
  });

  test("the report is written as CSV that no spreadsheet takes for a formula, as JSON and as a page", async () => {
    const folder = await tempFolder("report");
    for (const format of ["csv", "json", "html"]) {
      const out = path.join(folder, `report.${format}`);
      const written = await landfall(station, "report", manifest, "--format", format, "--out", out);
      expect(written).toMatchObject({ code: 0, json: { images: 4, complete: 4, out } });
    }
    const { images } = JSON.parse(await readFile(path.join(folder, "report.json"), "utf8"));
    const known = new Set([...(await filesIn(card)).values()]);
    expect(images.every(({ sha256 }: { sha256: string }) => known.has(sha256))).toBe(true);
    expect(await readdir(folder)).toEqual(["report.csv", "report.html", "report.json"]);
    expect((await landfall(station, "report", manifest, "--format", "pdf")).code).toBe(1);
  });

  test.skipIf(process.platform === "win32")("a proof that cannot be written whole is not there at all", async () => {
    const folder = await tempFolder("cut");
    const empty = path.join(folder, "empty");
    await mkdir(empty);
    const service = startLandfall(station, "start", "--port", "0");
    await service.says(/sign-in\?code=/);
    for (const out of [path.join(folder, "new"), empty]) {
      const command = [landfallBin, "proof", manifest, "--out", out, "--data", station];
      // No file may be larger than a block.
      const cut = await succeeds("sh", "-c", 'ulimit -f 1; exec "$0" "$@"', process.execPath, ...command);
      expect(cut).toEqual({ ok: false, said: expect.stringContaining("cannot write") });
      expect(await readdir(folder)).toEqual(["empty"]);
      expect(await readdir(empty)).toEqual([]);
    }
    expect((await landfall(station, "proof", manifest, "--out", empty)).code).toBe(0);
    expect(await readdir(empty)).toContain("verify.sh");
    await service.stop();
  });

  test.runIf(hasTools)(
    "a stranger checks the proof with sha256sum and openssl alone, and whatever was tampered with fails",
    async () => {
      const folder = await tempFolder("proof");
      const out = path.join(folder, "proof");
      const written = await landfall(station, "proof", manifest, "--out", out);
      expect(written).toMatchObject({ code: 0, json: { receipts: 4, files: photographs.length, unproven: 0 } });
      expect((await landfall(station, "proof", manifest, "--out", out)).code).toBe(1);
      const verify = (proof: string, ...photos: string[]) => succeeds("sh", path.join(proof, "verify.sh"), ...photos);
      expect(await verify(out, card)).toMatchObject({ ok: true, said: expect.stringContaining("PROVEN: 4 receipts") });
      expect(await verify(out)).toMatchObject({ ok: true });

      const sha256 = sha256Of(await readFile(photographs[0] as string));
      const receipt = (name: string) => path.join(out, "receipts", `${sha256}.${name}`);
      expect(await readFile(path.join(out, "CLAIMS.txt"), "utf8")).toContain(`sha256      ${sha256}`);
      const byHand = ["-in", receipt("input"), "-sigfile", receipt("sig"), "-rawin"];
      const key = path.join(out, "keys", "key-1.pem");
      expect((await succeeds("openssl", "pkeyutl", "-verify", "-pubin", "-inkey", key, ...byHand)).ok).toBe(true);

      const tampered = async (change: (proof: string, photos: string) => Promise<unknown>) => {
        const at = await tempFolder("tampered");
        await cp(out, path.join(at, "proof"), { recursive: true });
        await cp(card, path.join(at, "photos"), { recursive: true });
        await change(path.join(at, "proof"), path.join(at, "photos"));
        const { ok, said } = await verify(path.join(at, "proof"), path.join(at, "photos"));
        return { ok, isNamed: said.includes("WRONG"), isLost: said.includes("photographs not found in") };
      };
      const fails = { ok: false, isNamed: true, isLost: false };
      const photo = path.relative(card, photographs[0] as string);
      expect(await tampered(async () => {})).toEqual({ ok: true, isNamed: false, isLost: false });
      expect(await tampered((_, photos) => appendFile(path.join(photos, photo), "x"))).toEqual(fails);
      expect(await tampered((_, photos) => rm(path.join(photos, photo)))).toEqual({ ...fails, isLost: true });
      const at = (proof: string, name: string) => path.join(proof, "receipts", `${sha256}.${name}`);
      for (const name of ["input", "sig", "claims.json"])
        expect(await tampered((proof) => appendFile(at(proof, name), "x"))).toEqual(fails);
      expect(await tampered((proof) => rm(at(proof, "jws")))).toEqual(fails);
      // sha256sum only warns of a line that it cannot read.
      const unreadable = async (proof: string, photos: string) => {
        const sums = path.join(proof, "SHA256SUMS");
        const lines = (await readFile(sums, "latin1")).split("\n");
        const spoilt = lines.map((line) => (line.endsWith(path.basename(photo)) ? `\\${line}\\q` : line));
        await writeFile(sums, spoilt.join("\n"), "latin1");
        await appendFile(path.join(photos, photo), "x");
      };
      expect(await tampered(unreadable)).toEqual(fails);
      // A receipt that says the same of another image, signed by somebody else.
      const forged = async (proof: string) => {
        const { privateKey, publicKey } = generateKeyPairSync("ed25519");
        void privateKey;
        await writeFile(path.join(proof, "keys", "key-1.pem"), publicKey.export({ type: "spki", format: "pem" }));
      };
      expect(await tampered(forged)).toEqual(fails);
      const other = sha256Of(await readFile(photographs.at(-1) as string));
      const swapped = async (proof: string) => {
        for (const name of ["jws", "input", "sig", "claims.json"])
          await cp(at(proof, name), path.join(proof, "receipts", `${other}.${name}`));
      };
      expect(other).not.toBe(sha256);
      expect(await tampered(swapped)).toEqual(fails);

      const one = path.join(folder, "one");
      expect(
        await landfall(station, "proof", manifest, `--image=${path.basename(photographs[0] as string)}`, "--out", one),
      ).toMatchObject({
        code: 0,
        json: { receipts: 1 },
      });
      expect(await verify(one)).toMatchObject({ ok: true });
      const { keys } = JSON.parse(await readFile(path.join(one, "keys", "keys.jwks.json"), "utf8"));
      const pem = createPublicKey({ key: keys[0] as JsonWebKey, format: "jwk" }).export({
        type: "spki",
        format: "pem",
      });
      expect(await readFile(path.join(one, "keys", "key-1.pem"), "utf8")).toBe(pem);
    },
  );

  test("one file that is not proven keeps the card, by name", async () => {
    const folder = await tempFolder("mixed");
    await cp(card, path.join(folder, "DCIM"), { recursive: true });
    await writeFile(path.join(folder, "Thumbs.db"), "junk");
    await writeFile(path.join(folder, "notes.csv"), "a,b\n");
    await mkdir(path.join(folder, "empty"));
    await symlink("/", path.join(folder, "root"));
    const answer = await landfall(station, "safe-to-erase", folder);
    expect(answer).toMatchObject({ code: 3, json: { safe: false, proven: photographs.length, junk: ["Thumbs.db"] } });
    expect(
      answer.json.problems.map(({ filePath, reason }: { filePath: string; reason: string }) => [filePath, reason]),
    ).toEqual([
      ["root", "LINK"],
      ["notes.csv", "DOCUMENT"],
    ]);
    expect((await landfall(station, "safe-to-erase", path.join(folder, "not-there"))).code).toBe(1);
  });

  test("a reset lets the receipts go, and the next sync gets them again without a byte", async () => {
    expect(await landfall(station, "reset", manifest)).toMatchObject({ code: 0, json: { images: 4 } });
    expect((await landfall(station, "verify", manifest)).json).toMatchObject({ verified: 0 });
    expect(await landfall(station, "sync", manifest)).toMatchObject({
      code: 0,
      json: { images: { complete: 0, alreadyThere: 4 }, bytesSent: 0 },
    });
    expect((await landfall(station, "verify", manifest)).json).toMatchObject({ verified: 4 });
  });

  test("the activity log tells of all of it, by category and by day, and holds no key", async () => {
    const { json } = await landfall(station, "activity");
    const acts = json.entries.map(({ action }: { action: string }) => action);
    for (const act of ["connected", "scanned", "approved", "syncStarted", "syncFinished", "reset", "cardChecked"])
      expect(acts).toContain(act);
    expect(JSON.stringify(json)).not.toContain(hub.key);
    const proofs = await landfall(station, "activity", "--category", "proof");
    expect(proofs.json.entries.map(({ action }: { action: string }) => action)).toContain("reportExported");
    expect((await landfall(station, "activity", "--since", "2999-01-01")).json.entries).toEqual([]);
    const out = path.join(await tempFolder("activity"), "log.csv");
    expect((await landfall(station, "activity", "--format", "csv", "--out", out)).code).toBe(0);
    expect((await readFile(out, "utf8")).split("\r\n").length).toBeGreaterThan(json.entries.length);
    expect((await landfall(station, "activity", "--category", "gossip")).code).toBe(1);
  });
});
