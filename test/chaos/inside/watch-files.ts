/** Every step of a process on the files of one folder, named after what it does there and for whom. */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import path from "node:path";
import { edge, placeOr } from "./edge.ts";

/** What lies at this path of the disk store. */
function thingAt(file: string): string {
  const [first] = file.split(path.sep);
  if (file === "") return "the store's folder";
  if (first === ".incoming") return file === first ? "incoming" : "temporary file";
  if (first === ".md5") return "MD5 note";
  if (first === ".blocks") return /\/[0-9a-f]{48}$/.test(file) ? "block" : "folder of blocks";
  if (first === "derived") return file.endsWith(".jpg") ? "variant" : "folder of variants";
  return /[0-9a-f]{64}-\d+$/.test(file) ? "blob" : "folder of blobs";
}

/** To be called before the modules that use the file system are loaded or run. */
export function watchFiles(folder: string, by: string): void {
  const relative = (file: unknown): string | undefined => {
    const text = typeof file === "string" ? path.relative(folder, file) : "..";
    return text.startsWith("..") ? undefined : text;
  };
  /** Whoever comes first makes what all need: that is named after nobody. */
  const pass = (what: string, file: string) => edge(`${file === "" ? by : placeOr(by)} | ${what} ${thingAt(file)}`);
  const promises = fs.promises as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;

  const done: Readonly<Record<string, string>> = {
    link: "named",
    rename: "moved to",
    unlink: "removed",
    rm: "removed",
    mkdir: "made",
    writeFile: "wrote",
  };
  for (const [name, what] of Object.entries(done)) {
    const real = promises[name] as (...args: unknown[]) => Promise<unknown>;
    promises[name] = async (...args) => {
      const result = await real(...args);
      const target = relative(name === "link" || name === "rename" ? args[1] : args[0]);
      if (target !== undefined) pass(what, target);
      return result;
    };
  }

  const open = promises.open as (...args: unknown[]) => Promise<fs.promises.FileHandle>;
  promises.open = async (...args) => {
    const handle = await open(...args);
    const at = relative(args[0]);
    if (at === undefined) return handle;
    pass("opened", at);
    const steps = handle as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
    for (const [name, what] of [
      ["writev", "wrote to"],
      ["datasync", "synced"],
      ["sync", "synced"],
      ["close", "closed"],
    ] as const) {
      const real = (steps[name] as (...args: unknown[]) => Promise<unknown>).bind(handle);
      steps[name] = async (...given) => {
        const result = await real(...given);
        pass(what, at);
        return result;
      };
    }
    return handle;
  };

  const createReadStream = fs.createReadStream;
  fs.createReadStream = ((...args: Parameters<typeof fs.createReadStream>) => {
    const stream = createReadStream(...args);
    const at = relative(args[0]);
    const place = placeOr(by);
    if (at !== undefined) stream.once("end", () => edge(`${place} | read ${thingAt(at)}`));
    return stream;
  }) as typeof fs.createReadStream;
  syncBuiltinESMExports();
}
