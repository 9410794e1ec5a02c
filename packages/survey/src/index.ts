export * from "./check-draft.ts";
export { applySet, type Fields } from "./group/apply-set.ts";
export { groupFiles } from "./group/group-files.ts";
export { assignNumbers, type Numbered } from "./group/numbers.ts";
export * from "./ports.ts";
export { isJunkFolder } from "./scan/junk.ts";
export { scanFolders } from "./scan/scan-folders.ts";
