/** Disks that fail: a bad spot, a full one, and whether another may be mounted here at all. */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { onTestFinished } from "vitest";
import { tempFolder } from "./landfall.ts";
import { landfallBin } from "./process.ts";
import { stopStationsHere } from "./station.ts";

/** Makes this file unreadable from this byte on, as a bad spot on a card does. Returns the way back. */
export function breakReading(file: string, fromByte: number): () => void {
  const eio = () => Object.assign(new Error("EIO: i/o error, read"), { code: "EIO", errno: -5, syscall: "read" });
  const real = { open: fs.promises.open, readFile: fs.promises.readFile, stream: fs.createReadStream };
  const isIt = (given: unknown) => (Buffer.isBuffer(given) ? given.toString() === file : given === file);
  fs.promises.readFile = (async (...args: Parameters<typeof real.readFile>) => {
    if (isIt(args[0])) throw eio();
    return real.readFile(...args);
  }) as typeof real.readFile;
  fs.promises.open = async (...args) => {
    const handle = await real.open(...args);
    if (!isIt(args[0])) return handle;
    const read = handle.read.bind(handle) as (...given: unknown[]) => Promise<unknown>;
    handle.read = (async (...given: unknown[]) => {
      const [, , length, position] = given as [unknown, unknown, number, number];
      if (position + length > fromByte) throw eio();
      return read(...given);
    }) as typeof handle.read;
    return handle;
  };
  syncBuiltinESMExports();
  const heal = () => {
    Object.assign(fs.promises, { open: real.open, readFile: real.readFile });
    syncBuiltinESMExports();
  };
  onTestFinished(heal);
  return heal;
}

export function fillUp(file: string): void {
  const handle = fs.openSync(file, "w");
  try {
    for (let size = 2 ** 20; size >= 1; size = Math.floor(size / 4)) {
      try {
        for (;;) fs.writeSync(handle, Buffer.alloc(size));
      } catch {
        // Not so much any more; perhaps less.
      }
    }
  } finally {
    fs.closeSync(handle);
  }
}

/** A disk of this size, for the time of the test. */
export async function smallDisk(bytes: number): Promise<string> {
  const folder = await tempFolder("disk");
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${bytes}`, "tmpfs", folder]);
  onTestFinished(async () => {
    await stopStationsHere();
    execFileSync("umount", ["-l", folder]);
  });
  return folder;
}

export function whyNoMount(): string | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "only root on Linux may mount a small disk";
  const folder = fs.mkdtempSync("/tmp/landfall-mount-");
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=65536", "tmpfs", folder], { stdio: "ignore" });
    execFileSync("umount", [folder], { stdio: "ignore" });
    return undefined;
  } catch {
    return "nothing may be mounted";
  } finally {
    fs.rmdirSync(folder);
  }
}

export const asNobody = ["--reuid=65534", "--regid=65534", "--clear-groups"];

export function whyNoOtherUser(): string | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "only root can become another user";
  try {
    execFileSync(
      "setpriv",
      [...asNobody, process.execPath, "--eval", `require("fs").accessSync(${JSON.stringify(landfallBin)}, 4)`],
      {
        stdio: "ignore",
      },
    );
    return undefined;
  } catch {
    return "another user cannot read this checkout";
  }
}
