// The first part of every bundled program: its stack traces name source files. A map is read when a trace is first asked for.
import { readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

const bundle = pathToFileURL(`${import.meta.dirname}/`).href;
const maps = new Map();

function mapOf(file) {
  if (!maps.has(file)) maps.set(file, new SourceMap(JSON.parse(readFileSync(new URL(`${file}.map`, bundle), "utf8"))));
  return maps.get(file);
}

/** A place in the bundle as one in the sources; as it is where it has none. */
function toSource(place, file, line, column) {
  try {
    const { fileName, lineNumber, columnNumber } = mapOf(file).findOrigin(Number(line), Number(column));
    return fileName ? `${fileURLToPath(new URL(fileName, bundle))}:${lineNumber}:${columnNumber}` : place;
  } catch {
    return place;
  }
}

const escaped = bundle.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const place = new RegExp(`${escaped}([^/:]+):(\\d+):(\\d+)`);

Error.prepareStackTrace = (error, frames) =>
  [String(error), ...frames.map((frame) => `    at ${String(frame).replace(place, toSource)}`)].join("\n");
