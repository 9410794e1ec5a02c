// npm run types: every TypeScript file, by the fast compiler.
import { runTool } from "./run-tool.mjs";
import { suitableNode } from "./runtime.mjs";

const results = await Promise.all(
  [".", "apps/web"].map((project) => runTool(suitableNode(), ["node_modules/typescript-7/bin/tsc", "-p", project])),
);
for (const { output } of results) process.stdout.write(output);
process.exitCode = results.some(({ code }) => code !== 0) ? 1 : 0;
