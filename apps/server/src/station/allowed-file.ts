/** Which files of this machine a caller may name. */
import { realpath } from "node:fs/promises";
import path from "node:path";
import { LandfallError } from "@landfall/protocol";
import { allowedFolder } from "./folders.ts";
import type { Caller } from "./port.ts";

/** In a folder that may be looked into. A link out of it is not followed. FOLDER_NOT_ALLOWED, FOLDER_NOT_FOUND. */
export async function allowedFile(file: string, who: Caller, roots: readonly string[]): Promise<string> {
  if (!path.isAbsolute(file) || file.includes("\0"))
    throw new LandfallError("SHEET_NOT_FOUND", { detail: "a file is named by its absolute path" });
  const folder = await allowedFolder(path.dirname(path.resolve(file)), who, roots);
  const real = await realpath(path.join(folder, path.basename(file))).catch((cause: unknown) => {
    throw new LandfallError("SHEET_NOT_FOUND", { detail: file, cause });
  });
  await allowedFolder(path.dirname(real), who, roots);
  return real;
}
