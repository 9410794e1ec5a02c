// npm run types: every TypeScript file, by the fast compiler. What was found right is remembered and not checked again.
import { runTool } from "./run-tool.mjs";
import { suitableNode } from "./runtime.mjs";

const check = (project, name) =>
  runTool(suitableNode(), [
    "node_modules/typescript-7/bin/tsc",
    ...["-p", project],
    ...["--incremental", "--tsBuildInfoFile", `node_modules/.cache/types/${name}.tsbuildinfo`],
  ]);

const results = await Promise.all([check(".", "node"), check("apps/web", "web")]);
for (const { output } of results) process.stdout.write(output);
process.exitCode = results.some(({ code }) => code !== 0) ? 1 : 0;
