import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { LandfallError } from "@landfall/protocol";
import { dashboardFolder } from "../../checkout.ts";
import { type RunningStation, type RunStationOptions, runStation } from "../../compose.ts";
import { whyNoDashboard } from "../../http/dashboard.ts";
import { readNumber } from "../arguments.ts";
import { defineCommand } from "../command.ts";
import { findAnsweringStation, loadStation, untilUnlocked } from "../open-station.ts";
import { resolvePath } from "../paths.ts";
import { ensureSample, sampleFolder } from "../sample.ts";
import { UsageError } from "../usage-error.ts";

/** Stays the same, so that a bookmark stays true. */
const defaultPort = 4870;

/** Where photographs usually are, and where drives appear. */
const usualRoots = ["/media", "/mnt", "/Volumes"];

const isPortTaken = (error: unknown): boolean => error instanceof LandfallError && error.code === "PORT_TAKEN";

export interface Ports {
  readonly asked: number | undefined;
  readonly usual: number;
}

/** On the asked-for port, or on the usual one, or on a free one where that is taken, which is said. */
export async function runOnSomePort(
  options: Omit<RunStationOptions, "port">,
  { asked, usual }: Ports,
  note: (line: string) => void,
): Promise<RunningStation> {
  if (asked !== undefined) return runStation({ ...options, port: asked });
  try {
    return await runStation({ ...options, port: usual });
  } catch (error) {
    if (!isPortTaken(error)) throw error;
    const running = await runStation({ ...options, port: 0 });
    note(`Port ${usual} is taken by another program; this station uses ${new URL(running.url).port}.`);
    return running;
  }
}

function readAllowed(folders: readonly string[] = []): string[] {
  return folders.map(resolvePath).map((folder) => {
    if (!existsSync(folder)) throw new UsageError(`--allow ${folder}: there is no such folder`);
    return folder;
  });
}

/** A second signal within this time is the same Ctrl-C, which a terminal sends to every process of the group. */
const sameSignalMs = 1_000;

/** Resolves at the first signal to stop. A later one ends the process at once. */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    let stoppedAtMs: number | undefined;
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.on(signal, () => {
        if (stoppedAtMs !== undefined && Date.now() - stoppedAtMs > sameSignalMs) process.exit(130);
        stoppedAtMs ??= Date.now();
        resolve();
      });
  });
}

export const start = defineCommand({
  name: "start",
  summary: "Run the station with its dashboard, and with an embedded hub unless it is connected to another",
  usage: "[--port N] [--hub URL] [--allow FOLDER …] [--sample]",
  options: {
    port: { type: "string" },
    hub: { type: "string" },
    allow: { type: "string", multiple: true },
    sample: { type: "boolean" },
  },
  run: async ({ values, dataFolder, out }) => {
    const port = values.port === undefined ? undefined : readNumber("--port", values.port, 0, 65_535);
    if (values.hub && !URL.canParse(values.hub)) throw new UsageError(`--hub ${values.hub} is not an address`);
    const stopped = untilStopped();
    const sample = values.sample ? [sampleFolder(dataFolder)] : [];
    const allowedRoots = [homedir(), ...sample, ...usualRoots, ...readAllowed(values.allow)];
    const embeddedHub = values.hub ? "never" : "ownOrNone";
    const createStation = await loadStation();
    const options = { createStation, dataFolder, allowedRoots, kind: "service", embeddedHub } as const;

    const station = await untilUnlocked(async () => {
      const running = await findAnsweringStation(dataFolder);
      if (running?.kind === "service") return running;
      return runOnSomePort(options, { asked: port, usual: defaultPort }, out.note);
    });
    if ("isOwn" in station) {
      const { url } = await station.client.signInLink();
      out.result({ url }, [`Landfall is running already. Open: ${url}`]);
      return 0;
    }
    try {
      if (values.sample && station.embeddedHub) await ensureSample(dataFolder, station, out.note);
      if (values.hub) await sayHowToConnect(station, values.hub, out.note);
      const notYet = whyNoDashboard(dashboardFolder);
      if (notYet) out.note(`${notYet}. The page appears then, without another start.`);
      const url = station.signInLink();
      out.result({ url }, [`Landfall is running. Open this link once: ${url}`, "Ctrl-C stops it."]);
      await stopped;
      out.note("Stopping…");
    } finally {
      await station.stop();
    }
    return 0;
  },
});

async function sayHowToConnect(station: RunningStation, hub: string, note: (line: string) => void): Promise<void> {
  const { hub: known } = await station.client.snapshot();
  if (known.url?.replace(/\/+$/, "") === hub.replace(/\/+$/, "")) return;
  note(`The station has no key for ${hub} yet. Connect it: landfall connect --hub ${hub} --key KEY`);
}
