import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LandfallError } from "@landfall/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { drawImages, drawOddities, type Oddity } from "../../../fixtures/index.ts";
import { type FoundFile, type HashCache, type ScanProgress, scanFolders } from "../src/index.ts";
import { readFound } from "../src/scan/read-file.ts";

let home: string;
let odd: string;
let oddities: Oddity[];
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "landfall-scan-"));
  odd = join(home, "odd");
  oddities = await drawOddities(odd);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function scanned(roots: readonly string[], cache?: HashCache) {
  const files: FoundFile[] = [];
  const progress: ScanProgress[] = [];
  const tally = await scanFolders(
    { roots },
    {
      files(batch, at) {
        files.push(...batch);
        progress.push(at);
      },
    },
    cache ? { cache } : {},
  );
  return { files, progress, tally };
}

const isSidecar = (path: string) => /\.(?:xmp|thm)$/i.test(path) && !path.startsWith("@");
const bytesOf = (files: readonly FoundFile[], which: (path: string) => boolean) =>
  files.filter(({ path }) => which(path)).reduce((sum, { size }) => sum + size, 0);

/** Remembers by path, size and mtime, as the station's database does. */
function memoryCache(files: readonly FoundFile[]): HashCache {
  const key = (root: string, { path, size, mtimeNs }: { path: string; size: number; mtimeNs: bigint }) =>
    `${root} ${path} ${size} ${mtimeNs}`;
  const known = new Map(files.map((file) => [key(odd, file), file]));
  return { lookup: (root, keys) => keys.map((file) => known.get(key(root, file)) ?? null) };
}

/** Everything but folders, by another walk. */
function namesUnder(folder: Buffer, prefix = Buffer.alloc(0)): Buffer[] {
  return readdirSync(folder, { withFileTypes: true, encoding: "buffer" }).flatMap((entry) => {
    const name = Buffer.concat([prefix, entry.name]);
    const slash = Buffer.from("/");
    if (!entry.isDirectory()) return [name];
    return namesUnder(Buffer.concat([folder, slash, entry.name]), Buffer.concat([name, slash]));
  });
}

describe("a scan in its worker thread", () => {
  test("puts every odd file into its bucket, with its reason and findings", async () => {
    const { files, tally } = await scanned([odd]);
    for (const { findings, ...expected } of oddities) {
      const file = files.find(({ path }) => path === expected.path);
      expect(file, expected.path).toMatchObject(expected);
      expect(file?.findings, expected.path).toEqual(expect.arrayContaining([...findings]));
    }
    expect(tally.found).toBe(oddities.length);
  });

  test("says of a copy that has nothing but zeros, or only a header before them, that it is zeroed", async () => {
    const folder = mkdtempSync(join(home, "zeroed-"));
    const header = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
    const zeros = Buffer.alloc(100_000);
    writeFileSync(join(folder, "header.jpg"), Buffer.concat([header, zeros]));
    writeFileSync(join(folder, "large.jpg"), Buffer.concat([header, Buffer.alloc(33 * 2 ** 20)]));
    writeFileSync(join(folder, "nothing.jpg"), zeros);
    writeFileSync(join(folder, "other.jpg"), Buffer.concat([zeros, Buffer.from("no picture")]));
    for (const name of readdirSync(folder)) utimesSync(join(folder, name), 1_700_000_000, 1_700_000_000);
    const { files } = await scanned([folder]);
    expect(files.map(({ path, bucket, reason }) => [path, bucket, reason]).sort()).toEqual([
      ["header.jpg", "unreadable", "ZEROED"],
      ["large.jpg", "unreadable", "ZEROED"],
      ["nothing.jpg", "unreadable", "ZEROED"],
      ["other.jpg", "unreadable", "UNKNOWN_AS_IMAGE"],
    ]);
  });

  test("finds exactly what lies on the disk, each entry once and in one bucket", async () => {
    const { files, tally } = await scanned([odd]);
    const onDisk = namesUnder(Buffer.from(odd)).map((name) => name.toString("latin1"));
    expect(files.map(({ pathBytes }) => Buffer.from(pathBytes).toString("latin1")).sort()).toEqual(onDisk.sort());
    expect(tally.images + tally.unreadable + tally.ignored).toBe(tally.found);
    for (const { bucket, reason, sha256, md5, metadata } of files) {
      expect(reason === null).toBe(bucket === "image");
      expect([sha256 !== null, md5 !== null, metadata !== null]).toEqual(
        bucket === "image" ? [true, true, true] : [sha256 !== null, false, false],
      );
    }
  });

  test("has the same order every time, and hashes whatever has bytes", async () => {
    const [first, second] = [await scanned([odd]), await scanned([odd])];
    expect(second.files).toEqual(first.files);
    const unhashed = first.files.filter(({ sha256 }) => sha256 === null).map(({ reason }) => reason);
    expect(new Set(unhashed)).toEqual(new Set(["LINK", "SPECIAL"]));
  });

  test("reads no byte of a file that is known, but for sidecars, and says the same of it", async () => {
    const before = await scanned([odd]);
    const again = await scanned([odd], memoryCache(before.files));
    expect(again.files).toEqual(before.files);
    expect(again.tally).toEqual({ ...before.tally, bytesRead: bytesOf(before.files, isSidecar) });
  });

  test("reads a file again that changed, or could not be read, or had a date in the future", async () => {
    const before = await scanned([odd]);
    const marked = before.files.map((file): FoundFile => {
      if (file.path === "good.jpg") return { ...file, mtimeNs: file.mtimeNs - 1n };
      if (file.path === "trailer.jpg") return { ...file, bucket: "unreadable", reason: "CANNOT_READ" };
      if (file.path === "no extension") return { ...file, findings: ["DATE_FUTURE"] };
      return file;
    });
    const again = await scanned([odd], memoryCache(marked));
    expect(again.files).toEqual(before.files);
    const reread = ["good.jpg", "trailer.jpg", "no extension"];
    expect(again.tally.bytesRead).toBe(bytesOf(before.files, (path) => reread.includes(path) || isSidecar(path)));
  });

  test("waits for the sink", async () => {
    const folder = join(home, "many");
    await drawImages(folder, 600, { size: 96 });
    let busy = false;
    let batches = 0;
    await scanFolders(
      { roots: [folder] },
      {
        async files() {
          expect(busy).toBe(false);
          busy = true;
          await new Promise((resolve) => setImmediate(resolve));
          busy = false;
          batches += 1;
        },
      },
    );
    expect(batches).toBeGreaterThan(1);
  });

  test("reads a root inside another root once, and refuses a root that is not there before it reads anything", async () => {
    const { files } = await scanned([join(odd, "@eaDir"), odd, odd]);
    expect(files).toHaveLength(oddities.length);
    expect(new Set(files.map(({ root }) => root))).toEqual(new Set([1]));
    const missing = scanned([odd, join(home, "nowhere")]);
    await expect(missing).rejects.toThrow(LandfallError);
    await expect(missing).rejects.toMatchObject({ code: "FOLDER_NOT_FOUND" });
  });

  test("ends when it is told to, with the reason given", async () => {
    const stop = new AbortController();
    const running = scanFolders({ roots: [odd] }, { files: () => stop.abort(new Error("enough")) }, stop);
    await expect(running).rejects.toThrow("enough");
    await expect(scanFolders({ roots: [odd] }, { files() {} }, stop)).rejects.toThrow("enough");
  });

  test("ends when it is told to while the sink is still at work", async () => {
    const stop = new AbortController();
    const slow = async () => {
      stop.abort(new Error("enough"));
      // Long enough for the worker to be gone before the sink is done.
      for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve));
    };
    await expect(scanFolders({ roots: [odd] }, { files: slow }, stop)).rejects.toThrow("enough");
  });

  test("passes on what the sink throws", async () => {
    const full = () => Promise.reject(new Error("disk full"));
    await expect(scanFolders({ roots: [odd] }, { files: full })).rejects.toThrow("disk full");
  });
});

describe("a disk that resists", () => {
  test.runIf(process.platform === "linux")(
    "a folder or file that may not be read is named, and its neighbours go on",
    async () => {
      const folder = mkdtempSync(join(tmpdir(), "landfall-closed-"));
      mkdirSync(join(folder, "a", "closed"), { recursive: true });
      writeFileSync(join(folder, "a", "closed", "lost.jpg"), "x");
      writeFileSync(join(folder, "a", "secret.jpg"), "x");
      mkdirSync(join(folder, "listed"));
      writeFileSync(join(folder, "listed", "unseen.jpg"), "x");
      await drawImages(join(folder, "b"), 1, { size: 96 });
      chmodSync(folder, 0o755);
      chmodSync(join(folder, "a", "closed"), 0o000);
      chmodSync(join(folder, "a", "secret.jpg"), 0o000);
      // Its names may be read, and nothing else of it.
      chmodSync(join(folder, "listed"), 0o444);
      // The superuser may read everything, so the scan runs as nobody where the tests run as root.
      const asNobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
      const script = `
        import { scanFolders } from ${JSON.stringify(new URL("../src/index.ts", import.meta.url).href)};
        const found = [];
        await scanFolders({ roots: [${JSON.stringify(folder)}] }, { files: (batch) => { found.push(...batch.map(({ path, bucket, reason }) => [path, bucket, reason])); } });
        console.log(JSON.stringify(found));`;
      const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
        encoding: "utf8",
        ...asNobody,
      });
      chmodSync(join(folder, "a", "closed"), 0o755);
      rmSync(folder, { recursive: true });
      expect(JSON.parse(stdout || JSON.stringify(stderr))).toEqual([
        ["a/secret.jpg", "unreadable", "CANNOT_READ"],
        ["a/closed/", "unreadable", "CANNOT_READ"],
        ["b/IMG_00001.JPG", "image", null],
        ["listed/unseen.jpg", "unreadable", "CANNOT_READ"],
      ]);
    },
  );

  test("a file that grows while it is read is not taken", async () => {
    const [image] = await drawImages(join(home, "growing"), 1, { size: 96 });
    const path = image?.path ?? "";
    const reading = readFound(
      {
        root: 0,
        pathBytes: Buffer.from("IMG_00001.JPG"),
        path: "IMG_00001.JPG",
        size: image?.bytes ?? 0,
        mtimeNs: 0n,
        ino: 0n,
        absolute: Buffer.from(path),
        name: "IMG_00001.JPG",
        isJunk: false,
        hasOwner: false,
        findings: [],
      },
      Date.now(),
    );
    // The bytes are read by now; the second look at the file comes after its kind is known.
    appendFileSync(path, "more");
    expect(await reading).toMatchObject({ bucket: "unreadable", reason: "CHANGED_WHILE_READ", sha256: null });
  });

  test("a file larger than memory should hold is read in pieces, with the same result", async () => {
    const folder = join(home, "large");
    const [small] = await drawImages(folder, 1, { size: 96, bytes: 33 * 1024 * 1024 + 17 });
    const { files } = await scanned([folder]);
    expect(files).toMatchObject([{ sha256: small?.sha256, bucket: "image", metadata: { width: 96, height: 64 } }]);
    expect(files[0]?.findings).not.toContain("TRUNCATED");
  });
});
