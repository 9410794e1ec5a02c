#!/usr/bin/env node
import { underSuitableNode } from "../../../scripts/runtime.mjs";

await underSuitableNode(import.meta.url, async () => {
  const { main } = await import("../src/cli/main.ts");
  await main(process.argv.slice(2));
});
