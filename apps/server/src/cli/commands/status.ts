import {
  type HubStatus,
  type KeyStatus,
  type ManifestRow,
  manifestWords,
  noImages,
  type PopulationCard,
  type RunView,
  type StationSnapshot,
  stationProblems,
  type Why,
  type WhyView,
} from "@landfall/protocol";
import { describeChangedThere } from "../changed-there.ts";
import { defineCommand } from "../command.ts";
import { withStation } from "../open-station.ts";
import { describeStationProblems } from "../station-problems.ts";
import { describeToTellAgain } from "../went-back.ts";

function toPopulation({ id, name, onHub, gate, manifests }: PopulationCard, { photographs }: WhyView) {
  const encounters = { incomplete: 0, pending: 0, approved: 0, denied: 0, synced: 0, partial: 0, failed: 0 };
  const images = { ...noImages };
  for (const manifest of manifests) {
    for (const state of Object.keys(encounters) as (keyof typeof encounters)[])
      encounters[state] += manifest.encounters[state];
    for (const state of Object.keys(images) as (keyof typeof images)[]) images[state] += manifest.images[state];
  }
  return {
    id,
    name,
    onHub,
    gate,
    encounters,
    photographs: photographs.populations.find((counts) => counts.id === id) ?? { id, ...noPhotographs },
    images,
    manifests: manifests.map((manifest) => ({
      id: manifest.id,
      name: manifest.name,
      version: manifest.version,
      status: manifest.status,
      encounters: manifest.encounters,
      images: manifest.images,
      changedThere: manifest.changedThere,
      takenThere: manifest.takenThere,
    })),
  };
}

/** One that no station has in hand is stopped, whatever it was when its station went. */
type ShownRun = Omit<RunView, "state"> & { readonly state: RunView["state"] | "stopped" };

function runsOf({ populations }: StationSnapshot, { manifests: answers }: WhyView): ShownRun[] {
  const whyOf = new Map(answers.map((answer) => [answer.runId, answer]));
  const runs = populations.flatMap(({ manifests }) => manifests.flatMap(({ run }) => run ?? []));
  return runs.map((run) => {
    const answer = whyOf.get(run.id);
    if (answer?.reason === "stopped") return { ...run, state: "stopped" };
    return answer?.reason === "window" ? { ...run, nextAttemptAt: answer.nextAttemptAt } : run;
  });
}

const noPhotographs = { total: 0, delivered: 0, pending: 0, imagesDelivered: 0 };

const sentencesOf = ({ sentence, inTerminal }: Why): string => [sentence, inTerminal].filter(Boolean).join(" ");

const hubWords: Record<HubStatus["state"], string> = {
  notConnected: "not connected",
  checking: "being asked",
  reachable: "reachable",
  offline: "cannot be reached",
  unavailable: "does not answer properly",
  notTheHub: "something else answers there",
};

const keyWords: Record<Exclude<KeyStatus["state"], "none">, string> = {
  unknown: "not checked yet",
  ready: "ready",
  invalid: "refused",
};

const runWords: Record<RunView["state"], string> = {
  running: "at work",
  paused: "paused",
  done: "ended",
  cancelled: "cancelled",
  failed: "stopped with an error",
};

/** Where every approval was taken back, nothing is approved. */
const standOf = (status: ManifestRow["status"], approved: number): string =>
  status === "approved" && approved === 0 ? "nothing approved" : status;

function describe(snapshot: StationSnapshot, { morning, station, manifests }: WhyView): string[] {
  const { hub, key, populations } = snapshot;
  const whyOf = new Map(manifests.map((one) => [one.manifestId, one]));
  return [
    `${morning.sentence}.`,
    sentencesOf(station),
    hub.url
      ? `Hub: ${hub.url} (${hubWords[hub.state]}${hub.version ? `, version ${hub.version}` : ""})`
      : "Hub: not connected",
    key.name && key.state !== "none" ? `Key: ${key.name} (${keyWords[key.state]})` : "Key: none",
    ...describeStationProblems(snapshot),
    ...populations.flatMap((population) => [
      `${population.name}${population.onHub ? "" : " (only on this station)"}`,
      ...population.manifests.flatMap((manifest) => {
        const { id, name, version, status, encounters, run } = manifest;
        const one = whyOf.get(id);
        return [
          `  ${id}  ${name} v${version}: ${standOf(status, encounters.approved)}, ${manifestWords(manifest)}${run ? `, sync ${one?.reason === "stopped" ? "stopped" : runWords[run.state]}` : ""}`,
          ...(one ? [`    ${sentencesOf(one)}`] : []),
          ...[...describeToTellAgain(manifest), ...describeChangedThere(manifest)].map((line) => `    ${line}`),
        ];
      }),
    ]),
  ];
}

export const status = defineCommand({
  name: "status",
  summary: "Counts per population, the hub, the key and the runs",
  usage: "",
  options: {},
  run: async ({ dataFolder, out }) => {
    const { snapshot, why } = await withStation(dataFolder, { needsHub: false }, async ({ client, isOwn }) => {
      const { hub } = await client.snapshot();
      // A station that runs has looked already.
      if (isOwn && hub.url) await client.checkConnection();
      return { snapshot: await client.snapshot(), why: await client.why() };
    });
    const { hub, key, populations, version } = snapshot;
    out.result(
      {
        version,
        hub,
        key,
        populations: populations.map((population) => toPopulation(population, why)),
        runs: runsOf(snapshot, why),
        problems: stationProblems(snapshot),
        why,
      },
      describe(snapshot, why),
    );
    return 0;
  },
});
