/** Paths as the person who typed them means them. */
import { statSync } from "node:fs";
import path from "node:path";
import { LandfallError } from "@landfall/protocol";
import { checkoutRoot } from "../checkout.ts";
import { usualDataFolder } from "../link-command.ts";

/** npm runs a script in the checkout and says in INIT_CWD where it was called. */
function callersFolder(): string {
  const isInCheckout = path.resolve(process.cwd()) === path.resolve(checkoutRoot);
  return (isInCheckout && process.env.INIT_CWD) || process.cwd();
}

export const resolvePath = (text: string): string => path.resolve(callersFolder(), text);

/** A folder to read. A file in its place is said to be one; whatever else is wrong with it the station says. */
export function resolveFolder(text: string): string {
  const folder = resolvePath(text);
  if (statSync(folder, { throwIfNoEntry: false })?.isFile())
    throw new LandfallError("VALIDATION_FAILED", { detail: `${folder} is a file: name the folder that it lies in.` });
  return folder;
}

/** `--data`, else LANDFALL_DATA, else `.landfall` in the checkout. */
export function resolveDataFolder(option: string | undefined): string {
  const text = option ?? process.env.LANDFALL_DATA;
  return text ? resolvePath(text) : usualDataFolder;
}
