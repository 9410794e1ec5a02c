import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import {
  type ExportEntry,
  type ManifestId,
  type ManifestRow,
  noImages,
  type VerificationView,
  type VerifyFailure,
} from "@landfall/protocol";
import { describe, expect, test, vi } from "vitest";
import { run } from "../../src/cli/main.ts";
import { aFolder, aService } from "../a-service.ts";
import { terminal } from "./terminal.ts";

const { stdout, stderr } = terminal();

const id = "5f0c3a52-1d57-4f3c-9d5e-0a1b2c3d4e5f" as ManifestId;

test("a command speaks to the station that runs on its data folder", async () => {
  const { dataFolder, url } = await aService();
  expect(await run(["link", "--json", "--data", dataFolder])).toBe(0);
  expect(stdout.lastObject()).toEqual({ url: expect.stringContaining(`${url}/sign-in?code=`) });
  expect(await run(["status", "--json", "--data", dataFolder])).toBe(0);
  expect(stdout.lastObject()).toMatchObject({
    hub: { state: "notConnected" },
    key: { state: "none" },
    populations: [],
    runs: [],
  });
});

test("approving asks for a person while encounters stay incomplete", async () => {
  let incomplete = 1;
  const leftOut = {
    ...{ field: null, finding: "TRUNCATED" as const, message: "It ends too early.", hint: "Leave it out." },
    ...{ encounters: 1, examples: ["IMG_1.JPG"] },
  };
  const approval = () => ({
    approved: 2,
    incomplete,
    leftOut: incomplete > 0 ? [leftOut] : [],
    undecoded: 0,
    unlicensed: 0,
    away: 0,
    otherwise: [],
    undo: null,
  });
  const { dataFolder } = await aService({ handlers: { approve: () => approval() } });
  expect(await run(["approve", id, "--set", "locality=Bay", "--json", "--data", dataFolder])).toBe(3);
  expect(stdout.lastObject()).toEqual({ approved: 2, incomplete: 1, leftOut: [leftOut] });
  expect(await run(["approve", id, "--data", dataFolder])).toBe(3);
  expect(stdout.text()).toContain("1 encounter: It ends too early. Leave it out. (IMG_1.JPG)");
  incomplete = 0;
  expect(await run(["approve", id, "--data", dataFolder])).toBe(0);
});

const aVerification: VerificationView = {
  id: crypto.randomUUID() as VerificationView["id"],
  manifestId: id,
  scope: "both",
  deep: false,
  sample: null,
  state: "done",
  startedAt: "2026-07-01T10:00:00Z",
  finishedAt: "2026-07-01T10:00:01Z",
  total: 3,
  passed: 3,
  images: 3,
  verified: 3,
  different: 0,
  metadataChanged: 0,
  missing: 0,
  lost: 0,
  noReceipt: 0,
  notApproved: 0,
  waiting: null,
  error: null,
};

describe("verify", () => {
  const asked: unknown[] = [];
  const verifying = (view: Partial<VerificationView>, failures: readonly VerifyFailure[] = []) =>
    aService({
      handlers: {
        verify: ({ body }) => {
          asked.push(body);
          return { ...aVerification, state: "running", passed: 0, images: 0, verified: 0 };
        },
        verification: () => ({ ...aVerification, ...view }),
        manifest: () => aManifest,
        verifyFailures: ({ query }) => ({
          items: failures.slice(query.after, query.after + 1),
          next: query.after + 1 < failures.length ? query.after + 1 : null,
        }),
      },
    });
  const failures: VerifyFailure[] = (["lost", "missing"] as const).map((outcome) => ({
    filePath: `DCIM/${outcome}.jpg`,
    sha256: "a".repeat(64) as VerifyFailure["sha256"],
    outcome,
    detail: "gone",
  }));

  test("counts what does not agree as a failure, and names every one", async () => {
    const { dataFolder } = await verifying({ verified: 1, missing: 1, lost: 1 }, failures);
    expect(await run(["verify", id, "--json", "--data", dataFolder])).toBe(2);
    expect(stdout.lastObject()).toEqual({
      state: "done",
      images: 3,
      verified: 1,
      different: 0,
      metadataChanged: 0,
      missing: 1,
      lost: 1,
      noReceipt: 0,
      notApproved: 0,
      failures,
    });
  });

  test("a file with other metadata alone is told, and is no failure", async () => {
    const changed = [
      { ...failures[0], outcome: "metadataChanged", detail: "The picture is the same." },
    ] as VerifyFailure[];
    const { dataFolder } = await verifying({ verified: 2, metadataChanged: 1 }, changed);
    expect(await run(["verify", id, "--data", dataFolder])).toBe(0);
    expect(stderr.text()).toContain("metadata changed: DCIM/lost.jpg: The picture is the same.");
    expect(stdout.text()).toContain(
      "2 verified, 0 different, 0 missing, 0 lost, 1 the same picture with other metadata.",
    );
  });

  test("tells images that have no receipt yet from files that are gone, and says what brings one", async () => {
    const none = [{ ...failures[0], outcome: "noReceipt", detail: "The image is pending." }] as VerifyFailure[];
    const { dataFolder } = await verifying({ verified: 2, noReceipt: 1 }, none);
    expect(await run(["verify", id, "--data", dataFolder])).toBe(2);
    expect(stderr.text()).toContain("no receipt: DCIM/lost.jpg: The image is pending.");
    expect(stdout.text()).toContain(
      "2 verified, 0 different, 0 missing, 0 lost, 1 without a receipt.\nWhat has no receipt yet gets one",
    );
    expect(stdout.text()).toContain(`Next: landfall sync ${id}`);
    expect(stdout.text()).not.toContain("--hub");
  });

  test("says how many belong to encounters that are not approved now, and where they are reviewed", async () => {
    const { dataFolder } = await verifying({ notApproved: 2 });
    expect(await run(["verify", id, "--data", dataFolder])).toBe(0);
    expect(stdout.text()).toContain("2 of them belong to encounters that are not approved now");
    expect(stdout.text()).toContain(`landfall review ${id}`);
  });

  test("asks for what it is told to, and takes nothing that makes no sense", async () => {
    const { dataFolder } = await verifying({});
    asked.length = 0;
    for (const more of [[], ["--local"], ["--hub", "--deep", "--sample", "2/5"], ["--local", "--hub"]])
      expect(await run(["verify", id, ...more, "--data", dataFolder])).toBe(0);
    expect(asked).toEqual([
      { scope: "both", deep: false, sample: null },
      { scope: "files", deep: false, sample: null },
      { scope: "hub", deep: true, sample: { part: 2, of: 5 } },
      { scope: "both", deep: false, sample: null },
    ]);
    for (const more of [
      ["--local", "--deep"],
      ["--sample", "6/5"],
      ["--sample", "0/5"],
      ["--sample", "some"],
      ["--sample", "0%"],
    ])
      expect(await run(["verify", id, ...more, "--data", dataFolder])).toBe(1);
  });

  test("asks for a person where the hub refuses the key, and leaves it to be gone on with", async () => {
    const waiting = { code: "KEY_INVALID", detail: null, nextAttemptAt: "2026-07-01T10:01:00Z" } as const;
    const { dataFolder } = await verifying({ state: "running", waiting });
    expect(await run(["verify", id, "--json", "--data", dataFolder])).toBe(3);
    expect(stdout.lastObject()).toMatchObject({ state: "running" });
  });
});

const counts = { incomplete: 0, pending: 0, approved: 0, denied: 0, synced: 0, partial: 0, failed: 0 };
const aManifest: ManifestRow = {
  id,
  populationId: crypto.randomUUID() as ManifestRow["populationId"],
  scanJobId: crypto.randomUUID() as ManifestRow["scanJobId"],
  name: "July",
  version: 1,
  status: "draft",
  createdAt: "2026-07-01T10:00:00Z",
  approvedAt: null,
  encounters: counts,
  images: noImages,
  imagesDue: 0,
  imagesHeld: 0,
  correctionsDue: 0,
  changedThere: 0,
  takenThere: 0,
  toTellAgain: 0,
  bytes: 0,
  bytesComplete: 0,
  run: null,
};
const anEntry = (filePath: string): ExportEntry => ({
  filePath,
  root: "/season",
  sha256: null,
  mediaType: null,
  bucket: "ignored",
  reason: "VIDEO",
  localTime: null,
  offset: null,
  offsetSource: null,
  timeSource: null,
  decimalLatitude: null,
  decimalLongitude: null,
  trackPosition: null,
  recordedBy: null,
  orientation: null,
  width: null,
  height: null,
  encounter: null,
  findings: [],
});

test("an export is one JSON array of all its parts, and leaves nothing half-written behind", async () => {
  const { dataFolder } = await aService({
    handlers: {
      manifest: () => aManifest,
      outputFile: ({ body }) => ({ path: body.path }),
      export: ({ query }) =>
        query.after === 0
          ? { entries: [anEntry("one.mp4"), anEntry("two.mp4")], next: 2 }
          : { entries: [anEntry("three.mp4")], next: null },
    },
  });
  const folder = aFolder();
  const file = path.join(folder, "inventory.json");
  const options = ["--format", "json", "--out", file, "--data", dataFolder];
  expect(await run(["export", id, ...options, "--json"])).toBe(0);
  expect(stdout.lastObject()).toEqual({ manifestId: id, entries: 3, out: file });
  const entries = JSON.parse(readFileSync(file, "utf8")) as ExportEntry[];
  expect(entries.map(({ filePath }) => filePath)).toEqual(["one.mp4", "two.mp4", "three.mp4"]);
  expect(readdirSync(folder)).toEqual(["inventory.json"]);
});

test("an export to standard output is one line for a program, which is also the whole", async () => {
  const { dataFolder } = await aService({
    handlers: {
      manifest: () => aManifest,
      export: ({ query }) =>
        query.after === 0 ? { entries: [anEntry("one.mp4")], next: 1 } : { entries: [anEntry("two.mp4")], next: null },
    },
  });
  let text = "";
  vi.spyOn(process.stdout, "write").mockImplementation((part) => {
    text += String(part);
    return true;
  });
  expect(await run(["export", id, "--format", "json", "--json", "--data", dataFolder])).toBe(0);
  expect(text.trimEnd()).not.toContain("\n");
  expect(JSON.parse(text)).toMatchObject([{ filePath: "one.mp4" }, { filePath: "two.mp4" }]);
});

test("what the station refuses is explained, with its exit code", async () => {
  const { dataFolder } = await aService();
  expect(await run(["plan", id, "--data", dataFolder])).toBe(1);
  expect(stderr.text()).toContain("There is no such thing.");
  expect(stderr.text()).not.toMatch(/\n\s+at /);
});

test("with --json an error is an object on the last line too", async () => {
  const { dataFolder } = await aService();
  expect(await run(["plan", id, "--json", "--data", dataFolder])).toBe(1);
  expect(stdout.lastObject()).toMatchObject({
    code: "NOT_FOUND",
    title: "There is no such thing.",
    status: 404,
    tier: "request",
    hint: "Check the id or the address.",
  });
  expect(await run(["sync", "--json"])).toBe(1);
  expect(stdout.lastObject()).toMatchObject({ code: "VALIDATION_FAILED", detail: "MANIFEST is missing." });
  expect(await run(["snyc", "--json"])).toBe(1);
  expect(stdout.lastObject()).toMatchObject({ code: "VALIDATION_FAILED", detail: "There is no command snyc." });
});

test("what is not a key is refused before anything is sent, and not repeated", async () => {
  const connect = vi.fn();
  const { dataFolder } = await aService({ handlers: { connect } });
  for (const key of ["hunter2", "lfk_short", "Key 5 for Bay", `key lfk_${"a".repeat(43)}`])
    expect(await run(["connect", "--hub", "http://127.0.0.1:1", "--key", key, "--json", "--data", dataFolder])).toBe(1);
  expect(stdout.lastObject()).toMatchObject({
    code: "VALIDATION_FAILED",
    detail: expect.stringContaining("This is not an API key"),
  });
  expect(stderr.text() + stdout.text()).not.toContain("hunter2");
  expect(connect).not.toHaveBeenCalled();
});

test("a mistake is one sentence and the usage; an unknown command names the known ones", async () => {
  expect(await run(["sync"])).toBe(1);
  expect(stderr.text()).toBe(
    "landfall sync: MANIFEST is missing.\nUsage: landfall sync MANIFEST [--transfers 1|2|3|4|auto] [--first ENCOUNTER …] [--max-bytes 500MB|none] [--max-minutes 30|none] [--wait 10m]",
  );
  expect(await run(["snyc"])).toBe(1);
  expect(stderr.text()).toContain("There is no command snyc. The commands are: start, hub,");
  expect(await run(["--help"])).toBe(0);
});

test("without a running station there is no link", async () => {
  expect(await run(["link", "--data", aFolder()])).toBe(1);
  expect(stderr.text()).toContain("Start it with: npm start.");
});
