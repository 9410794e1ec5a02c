import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { closeDatabase, openDatabase } from "@landfall/db";
import type { CardFile, EncounterId, ManifestId } from "@landfall/protocol";
import { scanFolders } from "@landfall/survey";
import { describe, expect, onTestFinished, test } from "vitest";
import { openCardChecks } from "../../src/station/card-checks.ts";
import { hubClient } from "../../src/station/hub-address.ts";
import { check } from "./check-card.ts";
import { delivered, season } from "./delivered.ts";
import { openStation, openTestHub, type TestStation, temporaryFolder } from "./support.ts";

const reasons = (list: CardFile[]) =>
  Object.fromEntries(list.map(({ filePath, reason }) => [basename(filePath), reason]));

const why = async (station: TestStation, folder: string) =>
  (await check(station, folder)).list.map(({ reason }) => reason).sort();

describe("a card", () => {
  test("is safe to erase only while each of its files has a valid receipt, and whatever has none is named with its reason", async () => {
    const { hub, key } = await openTestHub();
    const { folder, files } = await season();
    const station = await openStation();
    await station.ask("connect", { body: { hub: hub.url, key } });
    expect(await check(station, folder)).toMatchObject({ safe: false, files: 4, proven: 0, problems: 4 });
    await delivered(station, folder);
    writeFileSync(join(folder, ".DS_Store"), "junk");
    writeFileSync(join(folder, "Thumbs.db"), "junk");
    const before = readdirSync(folder, { recursive: true });
    const yes = await check(station, folder);
    expect(yes).toMatchObject({ state: "done", safe: true, files: 6, proven: 4, problems: 0, junk: 2, list: [] });
    expect(yes.left.map(({ filePath }) => filePath)).toEqual([".DS_Store", "Thumbs.db"]);
    expect(readdirSync(folder, { recursive: true })).toEqual(before);

    // A copy anywhere is the same bytes, and so is proven; other bytes are not, also where size and time stay the same.
    const [altered, twin] = files as [string, string];
    copyFileSync(twin, join(folder, "copy.jpg"));
    expect(await check(station, folder)).toMatchObject({ safe: true, proven: 5 });
    appendFileSync(altered, "x");
    const { folder: other, files: unseen } = await season(1, 1, "never scanned");
    copyFileSync(unseen[0] as string, join(folder, "unseen.jpg"));
    writeFileSync(join(folder, "sheet.csv"), "a,b\n");
    for (const [name, bytes] of [
      ["movie.mp4", Buffer.from("00000018667479706d703432000000006d70343269736f6d", "hex")],
      ["empty.jpg", ""],
      ["broken.jpg", "not a photograph"],
    ] as const) {
      writeFileSync(join(folder, name), bytes);
      // Nobody is writing it any more.
      utimesSync(join(folder, name), new Date(0), new Date(0));
    }
    symlinkSync(join(other, "nowhere"), join(folder, "link.jpg"));
    const no = await check(station, folder);
    expect(no).toMatchObject({ safe: false, proven: 4, junk: 2 });
    expect(reasons(no.list)).toEqual({
      [basename(altered)]: "ALTERED",
      "unseen.jpg": "NOT_SCANNED",
      "movie.mp4": "NOT_SCANNED",
      "sheet.csv": "DOCUMENT",
      "empty.jpg": "EMPTY",
      "broken.jpg": "TEXT_AS_IMAGE",
      "link.jpg": "LINK",
    });
    expect(no.list.every(({ message }) => message.endsWith(".") || message.includes(". "))).toBe(true);
    expect(no.files).toBe(no.proven + no.problems + no.junk);
  });

  test("is not safe for what lies in its trash, was not copied to its end, or is a catalogue, as none of it was delivered", async () => {
    const { hub, key } = await openTestHub();
    const { folder, files } = await season(1, 1, "aside");
    const station = await openStation();
    await station.ask("connect", { body: { hub: hub.url, key } });
    await delivered(station, folder);
    const put = (name: string, from: string) => {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      copyFileSync(from, join(folder, name));
    };
    const [unseen] = (await season(1, 1, "never scanned")).files as [string];
    put(".Trashes/501/proven.jpg", files[0] as string);
    put("@eaDir/thumb.jpg", unseen);
    put("$RECYCLE.BIN/desktop.ini", unseen);
    put("$RECYCLE.BIN/$IABC.jpg", unseen);
    put("Catalog Previews.lrdata/preview.tmp", unseen);
    expect(await check(station, folder)).toMatchObject({ safe: true, proven: 2, junk: 4 });
    put(".Trashes/501/deleted.jpg", unseen);
    put("IMG_7.jpg.part", unseen);
    put("Catalog.lrcat", unseen);
    const { safe, list } = await check(station, folder);
    expect(safe).toBe(false);
    expect(reasons(list)).toEqual({
      "deleted.jpg": "IN_TRASH",
      "IMG_7.jpg.part": "UNFINISHED",
      "Catalog.lrcat": "UNFINISHED",
    });
  });

  test("is not safe while a file is not approved, left out, or its receipt is by another key", async () => {
    const { hub, key } = await openTestHub();
    const { folder } = await season(2, 1, "left out");
    const station = await openStation();
    await station.ask("connect", { body: { hub: hub.url, key } });
    const job = await station.scan({ folders: [folder], population: "Residents" });
    const id = job.result?.manifestId as ManifestId;
    const { items } = await station.ask("encounters", {
      params: { id },
      query: { filter: "all", offset: 0, limit: 9 },
    });
    const [first, second] = items;
    if (!first || !second) throw new Error("two encounters");
    await station.ask("deny", { params: { id: first.id } });
    expect(await why(station, folder)).toEqual(["EXCLUDED", "NOT_APPROVED"]);
    await station.ask("approve", { params: { id }, body: {} });
    expect(await why(station, folder)).toEqual(["EXCLUDED", "NOT_DELIVERED"]);
    await station.ask("reopen", { params: { id: first.id } });
    await station.ask("approve", { params: { id }, body: {} });
    await station.synced(id);
    expect(await check(station, folder)).toMatchObject({ safe: true, proven: 2 });
    // Before the next sync has asked the hub again, what was reset is not proven.
    expect(await station.ask("reset", { params: { id } })).toEqual({ images: 2 });
    expect(await why(station, folder)).toEqual(["NOT_DELIVERED", "NOT_DELIVERED"]);
    await station.synced(id);
    const other = await openTestHub();
    await station.ask("connect", { body: { hub: other.hub.url, key: other.key, otherHub: true } });
    expect(await why(station, folder)).toEqual(["FORMER_HUB", "FORMER_HUB"]);
  });

  test("says of what was left out after delivery, and of new metadata in an old picture, what became of each", async () => {
    const { hub, key } = await openTestHub();
    const { folder, files } = await season(1, 2, "after delivery");
    const station = await openStation();
    await station.ask("connect", { body: { hub: hub.url, key } });
    const id = await delivered(station, folder);
    const query = { filter: "all", offset: 0, limit: 9 } as const;
    const { items } = await station.ask("encounters", { params: { id }, query });
    const encounter = { id: items[0]?.id as EncounterId };
    const images = (await station.ask("images", { params: encounter, query: { offset: 0, limit: 9 } })).items;
    const [first] = images;
    if (!first) throw new Error("no image");
    const body = { images: [first.sha256], reason: null };
    await station.ask("leaveOut", { params: encounter, body });
    expect(await why(station, folder)).toEqual(["EXCLUDED_AFTER_DELIVERY"]);
    await station.ask("approve", { params: { id }, body: {} });
    await station.synced(id);
    expect(await why(station, folder)).toEqual(["EXCLUDED"]);
    // A comment in its file: the picture is the same.
    const other = files.find((path) => basename(path) !== first.fileName) as string;
    const bytes = readFileSync(other);
    writeFileSync(other, Buffer.concat([bytes.subarray(0, 2), Buffer.from("fffe0004abcd", "hex"), bytes.subarray(2)]));
    expect(await why(station, folder)).toEqual(["ALTERED", "EXCLUDED"]);
    await station.scan({ folders: [folder], population: "Residents" });
    expect(await why(station, folder)).toEqual(["EXCLUDED", "METADATA_ALTERED"]);
  });

  test("says what became of a file in the version that was delivered, and not in a draft that it has replaced", async () => {
    const { hub, key } = await openTestHub();
    const { folder, files } = await season(1, 3, "scanned twice");
    const [last = ""] = files;
    const away = join(temporaryFolder("away"), "last.jpg");
    renameSync(last, away);
    const station = await openStation();
    await station.ask("connect", { body: { hub: hub.url, key } });
    const scan = { folders: [folder], population: "Residents" };
    const draft = await station.scan(scan);
    renameSync(away, last);
    const job = await station.scan(scan);
    const id = job.result?.manifestId as ManifestId;
    expect(id).not.toBe(draft.result?.manifestId);
    const query = { filter: "all", offset: 0, limit: 9 } as const;
    const { items } = await station.ask("encounters", { params: { id }, query });
    const encounter = { id: items[0]?.id as EncounterId };
    const images = (await station.ask("images", { params: encounter, query: { offset: 0, limit: 9 } })).items;
    const leftOut = images.find(({ fileName }) => fileName !== basename(last));
    if (!leftOut) throw new Error("no image of the first scan");
    await station.ask("leaveOut", { params: encounter, body: { images: [leftOut.sha256], reason: null } });
    await station.ask("approve", { params: { id }, body: {} });
    await station.synced(id);
    expect(await check(station, folder)).toMatchObject({ safe: false, proven: 2, problems: 1 });
    expect(await why(station, folder)).toEqual(["EXCLUDED"]);
  });

  test("without a photograph is not safe, and a browser checks only what it may look into", async () => {
    const allowed = temporaryFolder("allowed");
    const station = await openStation({ allowedRoots: [allowed] });
    expect(await check(station, allowed)).toMatchObject({ safe: false, files: 0, problems: 0 });
    writeFileSync(join(allowed, ".DS_Store"), "junk");
    expect(await check(station, allowed)).toMatchObject({ safe: false, files: 1, junk: 1 });
    mkdirSync(join(allowed, "lost+found"));
    writeFileSync(join(allowed, "lost+found", "#12"), "recovered");
    expect(await check(station, allowed)).toMatchObject({ safe: false, problems: 1 });
    const refused = station.ask("checkCard", { body: { folder: dirname(allowed), offline: false } }, "browser");
    await expect(refused).rejects.toMatchObject({ code: "FOLDER_NOT_ALLOWED" });
  });

  test("is judged as it is at the end: what was added or altered while it was read counts too", async () => {
    const { hub, key } = await openTestHub();
    const { folder, files } = await season(2, 2, "meanwhile");
    const station = await openStation();
    await station.ask("connect", { body: { hub: hub.url, key } });
    await delivered(station, folder);
    expect(await check(station, folder)).toMatchObject({ safe: true, files: 4, proven: 4 });
    await station.stop();
    const db = openDatabase(join(station.dataFolder, "station.db"));
    onTestFinished(() => closeDatabase(db));
    const { files: unseen } = await season(1, 1, "came later");
    let looks = 0;
    const cards = openCardChecks(
      db,
      () => hubClient(hub.url, key),
      { info: () => {}, warn: () => {} },
      async (...scan) => {
        const found = await scanFolders(...scan);
        if (++looks === 1) {
          copyFileSync(unseen[0] as string, join(dirname(files[0] as string), "later.jpg"));
          appendFileSync(files[1] as string, "x");
        }
        return found;
      },
    );
    const { id } = cards.start(folder, false, "command line");
    await expect.poll(() => cards.view(id).state, { interval: 10, timeout: 30_000 }).not.toBe("running");
    expect(cards.view(id)).toMatchObject({ state: "done", safe: false, files: 5, proven: 3, problems: 2 });
    expect(reasons(cards.files(id, "problems", 0, 10).items)).toEqual({
      "later.jpg": "NOT_SCANNED",
      [basename(files[1] as string)]: "ALTERED",
    });
  });

  test("is not judged by a check that was stopped", async () => {
    const { folder } = await season(2, 4, "stopped");
    const station = await openStation();
    const { id } = await station.ask("checkCard", { body: { folder, offline: false } });
    await expect(station.ask("checkCard", { body: { folder, offline: false } })).rejects.toMatchObject({
      code: "ALREADY_RUNNING",
    });
    expect(await station.ask("cancelCardCheck", { params: { id } })).toMatchObject({ state: "cancelled", safe: null });
  });
});
