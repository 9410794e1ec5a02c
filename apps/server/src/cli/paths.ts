/** Paths as the person who typed them means them. */
import path from "node:path";
import { checkoutRoot } from "../checkout.ts";

/** npm runs a script in the checkout and says in INIT_CWD where it was called. */
function callersFolder(): string {
  const isInCheckout = path.resolve(process.cwd()) === path.resolve(checkoutRoot);
  return (isInCheckout && process.env.INIT_CWD) || process.cwd();
}

export const resolvePath = (text: string): string => path.resolve(callersFolder(), text);

/** `--data`, else LANDFALL_DATA, else `.landfall` in the checkout. */
export function resolveDataFolder(option: string | undefined): string {
  const text = option ?? process.env.LANDFALL_DATA;
  return text ? resolvePath(text) : path.join(checkoutRoot, ".landfall");
}
