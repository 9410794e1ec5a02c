/** The station's log: JSON lines in its data folder, with secrets taken out. Nothing goes to the terminal by itself. */
import { mkdirSync, openSync, renameSync, statSync, writeSync } from "node:fs";
import path from "node:path";
import { redact, redactText } from "@landfall/http";
import pino from "pino";

export interface Log {
  info(message: string, data?: object): void;
  warn(message: string, data?: object): void;
}

const largestBytes = 5 * 2 ** 20;

/** One earlier file is kept. */
function rotate(file: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > largestBytes) renameSync(file, `${file}.1`);
}

/** A log that writes lines through `write`, which is given each of them redacted. */
export function createLog(write: (line: string) => void): Log {
  const logger = pino({ base: null, level: "info" }, { write: (line: string) => write(redactText(line)) });
  return {
    info: (message, data = {}) => logger.info(redact(data) as object, message),
    warn: (message, data = {}) => logger.warn(redact(data) as object, message),
  };
}

/** Writes `logs/station.log`; with LANDFALL_LOG=stderr to the terminal instead. */
export function openLog(dataFolder: string): Log {
  if (process.env.LANDFALL_LOG === "stderr") return createLog((line) => void process.stderr.write(line));
  const file = path.join(dataFolder, "logs", "station.log");
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  rotate(file);
  return createLog(appendTo(openSync(file, "a", 0o600)));
}

/** A line for which the disk has no room is lost, and nothing else: the station goes on, and says so in its own way. */
function appendTo(descriptor: number): (line: string) => void {
  let isCut = false;
  return (line) => {
    try {
      writeSync(descriptor, isCut ? `\n${line}` : line);
      isCut = false;
    } catch {
      isCut = true;
    }
  };
}
