/** The command that makes a new sign-in link, as it is typed in the folder of Landfall. */
import path from "node:path";
import { checkoutRoot } from "./checkout.ts";

export const usualDataFolder: string = path.join(checkoutRoot, ".landfall");

/** For a POSIX shell; plain where nothing in it means anything to one. */
const quoted = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** With `--data` where the data folder is not the usual one. */
export function linkCommand(dataFolder: string): string {
  const isUsual = path.resolve(dataFolder) === path.resolve(usualDataFolder);
  return `npm run -s landfall -- link${isUsual ? "" : ` --data ${quoted(path.resolve(dataFolder))}`}`;
}
