#!/usr/bin/env node
import "../../../scripts/heap.mjs";
import { openProgram } from "../../../scripts/bundle/programs.mjs";
import { underSuitableNode } from "../../../scripts/runtime.mjs";

await underSuitableNode(import.meta.url, async () => {
  const { main } = await openProgram("station");
  await main(process.argv.slice(2));
});
