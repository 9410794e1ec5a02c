/** A running service around a test station, on a free port and a folder of its own. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { type RunningStation, runStation } from "../src/compose.ts";
import { aStation, type TestStationOptions } from "./a-station.ts";
import { needNoLicense } from "./station/support.ts";

export function aFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "landfall-server-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** For the data of a station that needs no licences. */
export function aDataFolder(): string {
  const folder = aFolder();
  needNoLicense(folder);
  return folder;
}

export async function aService(options: TestStationOptions = {}) {
  const dataFolder = aFolder();
  const station = aStation(options);
  const running: RunningStation = await runStation({
    createStation: station.create,
    dataFolder,
    port: 0,
    allowedRoots: [],
    kind: "service",
    embeddedHub: "never",
  });
  onTestFinished(running.stop);
  const { host } = new URL(running.url);
  return { ...running, dataFolder, station, host };
}

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

/** One request with exactly these headers and this path, as no fetch would let through. */
export function ask(
  host: string,
  target: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const [hostname, port] = host.split(":");
  return new Promise((resolve, reject) => {
    const request = http.request(
      { hostname, port, path: target, method: options.method ?? "GET", headers: { host, ...options.headers } },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part: string) => {
          text += part;
        });
        response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      },
    );
    request.on("error", reject).end(options.body);
  });
}

/** The cookie of a browser that has opened a sign-in link. */
export async function signIn(service: { host: string; signInLink: () => string }): Promise<string> {
  const { pathname, search } = new URL(service.signInLink());
  const { headers } = await ask(service.host, pathname + search);
  return headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
}

export const readText = (folder: string, name: string): string => readFileSync(path.join(folder, name), "utf8");
