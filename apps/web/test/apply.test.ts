import { EncounterSyncState, ImageState, noImages, type ReviewState, type StationSnapshot } from "@landfall/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apply, needsSnapshot } from "../src/live/apply.ts";
import {
  event,
  hubData,
  manifestData,
  noEncounters,
  populationData,
  runData,
  settingsData,
  sha,
  snapshot,
  uuid,
} from "./samples.ts";

const manifestOf = (state: StationSnapshot, index = 0) => state.populations[0]?.manifests[index];

interface Image {
  state: ImageState;
  bytes: number;
}
interface Encounter {
  review: ReviewState;
  sync: EncounterSyncState;
  images: Image[];
}

/** The counters as they are defined, counted from nothing. */
function countAll(encounters: readonly Encounter[]) {
  const counts = {
    encounters: { ...noEncounters },
    images: { ...noImages },
    imagesDue: 0,
    imagesHeld: 0,
    bytesComplete: 0,
  };
  for (const { review, sync, images } of encounters) {
    counts.encounters[review] += 1;
    if (review === "approved" && sync !== "pending") counts.encounters[sync] += 1;
    for (const { state, bytes } of images) {
      counts.images[state] += 1;
      if (review === "approved" && state !== "complete" && state !== "skipped") counts.imagesDue += 1;
      if (review === "approved" && (state === "complete" || state === "committed")) counts.imagesHeld += 1;
      if (state === "complete") counts.bytesComplete += bytes;
    }
  }
  return counts;
}

const image = fc.record({
  state: fc.constantFrom(...ImageState.options),
  bytes: fc.integer({ min: 1, max: 9_000_000 }),
});
const approved = fc.record({
  review: fc.constant<ReviewState>("approved"),
  sync: fc.constantFrom(...EncounterSyncState.options),
  images: fc.array(image, { minLength: 1, maxLength: 5 }),
});
const step = fc.oneof(
  fc.record({
    kind: fc.constant("image" as const),
    encounter: fc.nat(),
    image: fc.nat(),
    to: fc.constantFrom(...ImageState.options),
  }),
  fc.record({
    kind: fc.constant("encounter" as const),
    encounter: fc.nat(),
    to: fc.constantFrom(...EncounterSyncState.options),
  }),
);

describe("bringing a snapshot up to date", () => {
  it("keeps a manifest's counters equal to a count of all its encounters and images, whatever happens to them", () => {
    fc.assert(
      fc.property(
        fc.array(approved, { minLength: 1, maxLength: 4 }),
        fc.array(step, { maxLength: 40 }),
        (start, steps) => {
          const encounters: Encounter[] = structuredClone(start);
          let state = snapshot([populationData(0, [manifestData(0, countAll(encounters))])]);
          steps.forEach((each, index) => {
            const at = each.encounter % encounters.length;
            const encounter = encounters[at] as Encounter;
            const ids = { manifestId: uuid(1, 0), encounterId: uuid(5, at) };
            if (each.kind === "image") {
              const which = each.image % encounter.images.length;
              const of = encounter.images[which] as Image;
              const change = {
                type: "image",
                ...ids,
                sha256: sha(which),
                bytes: of.bytes,
                from: of.state,
                to: each.to,
              };
              state = apply(state, event(index + 1, change));
              of.state = each.to;
            } else {
              const from = { review: encounter.review, sync: encounter.sync };
              const to = { review: encounter.review, sync: each.to };
              state = apply(state, event(index + 1, { type: "encounter", ...ids, from, to, hubEncounterId: null }));
              encounter.sync = each.to;
            }
          });
          expect(manifestOf(state)).toMatchObject(countAll(encounters));
          expect(state.asOf).toBe(steps.length);
        },
      ),
    );
  });

  it("moves an encounter between its review states, and out of the sync counts when its approval is taken back", () => {
    const encounters = { ...noEncounters, approved: 2, synced: 1, pending: 1 };
    const before = snapshot([populationData(0, [manifestData(0, { encounters })])]);
    const after = apply(
      before,
      event(1, {
        type: "encounter",
        manifestId: uuid(1, 0),
        encounterId: uuid(5, 0),
        from: { review: "approved", sync: "synced" },
        to: { review: "pending", sync: "synced" },
        hubEncounterId: null,
      }),
    );
    expect(manifestOf(after)?.encounters).toEqual({ ...noEncounters, approved: 1, synced: 0, pending: 2 });
  });

  it("changes nothing for an event that the snapshot already holds", () => {
    const state = snapshot([populationData(0, [manifestData(0)])], 7);
    const late = event(7, settingsData(4));
    expect(apply(state, late)).toBe(state);
    const applied = apply(state, event(8, settingsData(4)));
    expect(apply(applied, event(8, settingsData(1)))).toBe(applied);
  });

  it("keeps the reference of everything that an event does not touch", () => {
    const state = snapshot([populationData(0, [manifestData(0), manifestData(1)]), populationData(1, [])]);
    const next = apply(state, event(1, { type: "run", run: runData(0) }));
    expect(manifestOf(next)?.run?.state).toBe("running");
    expect(manifestOf(next, 1)).toBe(manifestOf(state, 1));
    expect(next.populations[1]).toBe(state.populations[1]);
    expect(next.hub).toBe(state.hub);
    const stranger = apply(next, event(2, { type: "run", run: runData(9) }));
    expect(stranger.populations).toBe(next.populations);
  });

  it("puts a new manifest before older ones, replaces a known one where it stands, and drops a superseded one", () => {
    let state = snapshot([populationData(0, [manifestData(1)])]);
    const names = () => state.populations[0]?.manifests.map(({ name }) => name);
    state = apply(state, event(1, { type: "manifest", manifest: manifestData(2) }));
    expect(names()).toEqual(["Season 2", "Season 1"]);
    state = apply(state, event(2, { type: "manifest", manifest: manifestData(1, { name: "Season one" }) }));
    expect(names()).toEqual(["Season 2", "Season one"]);
    state = apply(state, event(3, { type: "manifest", manifest: manifestData(2, { status: "superseded" }) }));
    expect(names()).toEqual(["Season one"]);
  });

  it("moves a manifest with its population when the population is bound to the hub's", () => {
    const state = snapshot([populationData(0, [manifestData(0)]), populationData(1, [])]);
    const next = apply(state, event(1, { type: "manifest", manifest: manifestData(0, { populationId: uuid(2, 1) }) }));
    expect(next.populations.map(({ manifests }) => manifests.length)).toEqual([0, 1]);
  });

  it("adds a population that appeared and keeps the manifests of one that changed", () => {
    const state = snapshot([populationData(0, [manifestData(0)])]);
    const added = apply(state, event(1, { type: "population", population: populationData(1) }));
    expect(added.populations.map(({ manifests }) => manifests.length)).toEqual([1, 0]);
    const closed = apply(added, event(2, { type: "population", population: { ...populationData(0), gate: "closed" } }));
    expect(closed.populations[0]).toMatchObject({ gate: "closed", manifests: [{ name: "Season 0" }] });
  });

  it("follows the connection and the number of parallel uploads", () => {
    const state = snapshot([]);
    const offline = apply(
      state,
      event(1, { type: "connection", hub: hubData("offline"), key: { state: "unknown", name: null } }),
    );
    const slower = apply(offline, event(2, settingsData(1)));
    expect(slower).toMatchObject({
      hub: { state: "offline" },
      key: { state: "unknown" },
      settings: { transfers: 1 },
      asOf: 2,
    });
  });

  it("asks for a fresh snapshot when events are missing or a manifest's population is unknown", () => {
    const state = snapshot([populationData(0, [])], 4);
    const change = settingsData(1);
    expect(needsSnapshot(state, event(5, change))).toBe(false);
    expect(needsSnapshot(state, event(6, change))).toBe(true);
    const stranger = manifestData(0, { populationId: uuid(2, 9) });
    expect(needsSnapshot(state, event(5, { type: "manifest", manifest: stranger }))).toBe(true);
    expect(needsSnapshot(state, event(5, { type: "manifest", manifest: manifestData(0) }))).toBe(false);
  });
});
