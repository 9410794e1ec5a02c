/** Where the parts beside this program lie. */
import path from "node:path";
import { fileURLToPath } from "node:url";

export const checkoutRoot: string = fileURLToPath(new URL("../../../", import.meta.url));
export const hubProgram: string = path.join(checkoutRoot, "apps/hub/bin/landfall-hub.mjs");
export const dashboardFolder: string = path.join(checkoutRoot, "apps/web/dist");
