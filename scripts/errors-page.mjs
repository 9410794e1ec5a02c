// node scripts/errors-page.mjs: writes docs/errors.md from the tables of the protocol; with --check only compares.
import { underSuitableNode } from "./runtime.mjs";

await underSuitableNode(import.meta.url, () => import("./errors-page/write.mjs"));
