#!/usr/bin/env node
import v8 from "node:v8";
import { underSuitableNode } from "../../../scripts/runtime.mjs";

// Buffers of photographs are short-lived garbage, for which V8 would take 100 MiB more than it needs.
v8.setFlagsFromString("--semi-space-growth-factor=1");

await underSuitableNode(import.meta.url, async () => {
  const { main } = await import("../src/cli/main.ts");
  await main(process.argv.slice(2));
});
