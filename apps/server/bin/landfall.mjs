#!/usr/bin/env node
import v8 from "node:v8";
import { openProgram } from "../../../scripts/bundle/programs.mjs";
import { underSuitableNode } from "../../../scripts/runtime.mjs";

// Most of what is allocated is short-lived: V8 would let the young generation take 100 MiB more than it needs, and the
// old one grow to three times what lives before it looks. Measured: the same CPU for 100 MiB less (docs/performance.md).
v8.setFlagsFromString("--semi-space-growth-factor=1");
v8.setFlagsFromString("--heap-growing-percent=30");

await underSuitableNode(import.meta.url, async () => {
  const { main } = await openProgram("station");
  await main(process.argv.slice(2));
});
