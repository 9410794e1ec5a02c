#!/usr/bin/env node
import { underSuitableNode } from "../../../scripts/runtime.mjs";

await underSuitableNode(import.meta.url, () => import("../src/main.ts"));
