#!/usr/bin/env node
import { openProgram } from "../../../scripts/bundle/programs.mjs";
import { underSuitableNode } from "../../../scripts/runtime.mjs";

await underSuitableNode(import.meta.url, () => openProgram("hub"));
