// npm run imports: who may import whom, and proof that the check sees.
import { underSuitableNode } from "./runtime.mjs";

await underSuitableNode(import.meta.url, () => import("./imports/check.mjs"));
