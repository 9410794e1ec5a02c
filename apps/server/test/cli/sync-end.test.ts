/** What `sync` says of a run that delivered not everything. */
import {
  EncounterId,
  EventId,
  HubEncounterId,
  type ImageRow,
  ManifestId,
  type ManifestRow,
  noImages,
  type PlanView,
  PopulationId,
  type ProblemGroup,
  RunId,
  type RunView,
  ScanJobId,
  Sha256,
} from "@landfall/protocol";
import { expect, test, vi } from "vitest";
import { run } from "../../src/cli/main.ts";
import { aService } from "../a-service.ts";
import { emptySnapshot } from "../a-station.ts";
import { terminal } from "./terminal.ts";

const { stdout, stderr } = terminal();

const id = ManifestId.parse(crypto.randomUUID());
const encounterId = EncounterId.parse(crypto.randomUUID());
const hubEncounterId = HubEncounterId.parse(crypto.randomUUID());
const populationId = PopulationId.parse(crypto.randomUUID());
const values = {
  eventDate: "2016-07-01",
  locality: "Bay",
  recordedBy: "Ann",
  decimalLatitude: null,
  decimalLongitude: null,
  license: null,
};
const none = { incomplete: 0, pending: 0, approved: 0, denied: 0, synced: 0, partial: 0, failed: 0 };

const aRun = (images: Partial<RunView["result"]["images"]> = {}, failed = 0): RunView => ({
  id: RunId.parse(crypto.randomUUID()),
  manifestId: id,
  state: "done",
  reasons: [],
  error: null,
  startedAt: "2026-07-01T10:00:00Z",
  finishedAt: "2026-07-01T10:00:01Z",
  nextAttemptAt: null,
  budget: null,
  settled: true,
  position: null,
  result: {
    encounters: { synced: 0, partial: 0, failed },
    images: { complete: 0, alreadyThere: 0, failed: 0, missing: 0, changed: 0, ...images },
    bytesSent: 0,
    partly: { images: 0, bytes: 0 },
    corrected: { updated: 0, moved: 0, withdrawn: 0, described: 0 },
  },
});

const aManifest = (encounters: Partial<typeof none>): ManifestRow => ({
  id,
  populationId,
  scanJobId: ScanJobId.parse(crypto.randomUUID()),
  name: "July",
  version: 1,
  status: "approved",
  createdAt: "2026-07-01T10:00:00Z",
  approvedAt: null,
  encounters: { ...none, ...encounters },
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
});

/** A station to which nothing has happened beside. */
const aStation = ({ handlers }: Pick<NonNullable<Parameters<typeof aService>[0]>, "handlers">) =>
  aService({ handlers: { activity: () => ({ total: 0, entries: [], next: null }), ...handlers } });

const aPlan: PlanView = {
  create: 0,
  fill: 0,
  ask: 1,
  upload: 0,
  copy: 0,
  alreadyThere: 0,
  bytes: 0,
  update: 0,
  move: 0,
  withdraw: 0,
  describe: 0,
  corrections: [],
  changedThere: [],
  takenThere: 0,
  toTellAgain: 0,
  questions: [
    {
      encounterId,
      values,
      images: 3,
      why: "sharesPhotographs",
      message: "An encounter on the hub holds some of these photographs.",
      conflicts: [],
      changedThere: [],
      candidates: [
        {
          imagesHeld: 2,
          encounter: {
            id: hubEncounterId,
            populationId,
            eventID: EventId.parse(crypto.randomUUID()),
            encounterNumber: null,
            values,
            images: 7,
            version: 1,
            createdAt: "2026-07-01T10:00:00Z",
            mergedInto: null,
          },
        },
      ],
    },
  ],
};

test("a sync that left a question open names it, and its exit code calls for a person", async () => {
  const made = aRun();
  const { dataFolder } = await aStation({
    handlers: {
      sync: () => made,
      run: () => made,
      manifest: () => aManifest({ approved: 1 }),
      plan: () => aPlan,
    },
  });
  expect(await run(["sync", id, "--data", dataFolder])).toBe(3);
  const text = stdout.text();
  expect(text).toContain("1 encounter not sent: each waits for an answer.");
  expect(text).toContain(`on the hub: ${hubEncounterId}  2016-07-01 · Bay · Ann (7 images, 2 of these)`);
  expect(text).toContain(`landfall answer ${id} --encounter ID --fill HUBENCOUNTER, or --apart`);
  stdout.clear();
  expect(await run(["sync", id, "--json", "--data", dataFolder])).toBe(3);
  expect(JSON.parse(stdout.text())).toMatchObject({
    runId: made.id,
    bytesSent: 0,
    questions: [{ encounterId, why: "sharesPhotographs", candidates: [{ imagesHeld: 2 }] }],
  });
  expect(stderr.text()).toContain(encounterId);
});

test("a sync behind a network's sign-in page says what `status` says", async () => {
  const made: RunView = { ...aRun(), state: "running", settled: false, finishedAt: null };
  const hub = { ...emptySnapshot.hub, state: "notTheHub", url: "http://127.0.0.1:1", detail: "HTTP 302" } as const;
  const snapshot = { ...emptySnapshot, hub };
  const { dataFolder } = await aStation({
    handlers: {
      sync: () => made,
      run: () => made,
      manifest: () => aManifest({ approved: 1 }),
      snapshot: () => snapshot,
      checkConnection: () => ({ hub, key: snapshot.key }),
      problems: () => ({ asOf: 0, actionable: [], skipped: [], totals: { actionable: 0, skipped: 0 } }),
    },
  });
  expect(await run(["sync", id, "--wait", "1s", "--data", dataFolder])).toBe(2);
  const problem =
    "! Something answered that is not the hub, such as a sign-in page of the network. (HTTP 302) [NOT_THE_HUB]\n  Open a browser and sign in to the network";
  expect(stderr.text()).toContain(problem);
  stdout.clear();
  await run(["status", "--data", dataFolder]);
  expect(stdout.text()).toContain(problem);
});

test("a limit is of the call that names it, and the settings' is asked for where none is named", async () => {
  const made = aRun();
  const asked: unknown[] = [];
  const sync = ({ body }: { body: unknown }) => {
    asked.push(body);
    return made;
  };
  const handlers = { sync, run: () => made, manifest: () => aManifest({ approved: 1, synced: 1 }) };
  const { dataFolder } = await aStation({ handlers });
  for (const limits of [["--max-bytes", "300kB"], ["--max-bytes", "none"], []])
    expect(await run(["sync", id, ...limits, "--json", "--data", dataFolder])).toBe(0);
  expect(asked).toEqual([{ budget: { bytes: 300_000 } }, { budget: { bytes: null } }, { budget: {} }]);
});

test("a sync that left nothing open asks the hub for no plan", async () => {
  const made = aRun();
  const plan = vi.fn();
  const handlers = { sync: () => made, run: () => made, manifest: () => aManifest({ approved: 1, synced: 1 }), plan };
  const { dataFolder } = await aStation({ handlers });
  expect(await run(["sync", id, "--json", "--data", dataFolder])).toBe(0);
  expect(JSON.parse(stdout.text())).not.toHaveProperty("questions");
  expect(plan).not.toHaveBeenCalled();
});

const anImage = (number: number): ImageRow => ({
  sha256: Sha256.parse(number.toString(16).padStart(64, "0")),
  fileName: `${number}.jpg`,
  filePath: `July/${number}.jpg`,
  mediaType: "image/jpeg",
  bytes: 1,
  capturedAt: null,
  rating: null,
  inContainer: false,
  pairedWith: null,
  side: null,
  quality: null,
  people: false,
  said: {},
  individuals: [],
  burst: null,
  near: null,
  state: "missing",
  error: { code: "FILE_MISSING", message: "m", hint: "h", detail: null, at: "2026-07-01T10:00:00Z" },
  nextAttemptAt: null,
  findings: [],
  leftOut: null,
});

test("files that are missing are named, up to ten, with what to do and the next command", async () => {
  const made = aRun({ missing: 12 }, 1);
  const group: ProblemGroup = {
    encounterId,
    manifestId: id,
    populationId,
    values,
    sync: "failed",
    arrived: 0,
    total: 12,
    causes: [
      {
        code: "FILE_MISSING",
        message: "The file is not where it was scanned.",
        hint: "Put it back.",
        detail: null,
        count: 12,
        files: ["/season/July/0.jpg"],
        nextAttemptAt: null,
      },
    ],
  };
  const other = {
    ...group,
    manifestId: ManifestId.parse(crypto.randomUUID()),
    values: { ...values, locality: "Elsewhere" },
  };
  const { dataFolder } = await aStation({
    handlers: {
      sync: () => made,
      run: () => made,
      manifest: () => aManifest({ approved: 1, failed: 1 }),
      problems: () => ({ asOf: 0, actionable: [group, other], skipped: [], totals: { actionable: 2, skipped: 0 } }),
      images: () => ({ asOf: 0, total: 12, items: Array.from({ length: 12 }, (_, number) => anImage(number)) }),
    },
  });
  expect(await run(["sync", id, "--json", "--data", dataFolder])).toBe(2);
  const text = stderr.text();
  expect(text).toContain("2016-07-01 · Bay · Ann: 0 of 12 images arrived");
  expect(text).toContain("12 × The file is not where it was scanned.");
  expect(text.match(/July\/\d+\.jpg/g)).toHaveLength(10);
  expect(text).toContain("and 2 more");
  expect(text).toContain("Put it back.");
  expect(text).toContain(`landfall retry ${id}`);
  expect(text).not.toContain("Elsewhere");
});
