/** Which edges there must be. Others are added as the running code passes them. */
import type { Receipt } from "../../packages/protocol/src/index.ts";
import { imageTransitions, runTransitions } from "./inside/machines.ts";

/** The transitions of the machines are edges, whether or not a quiet delivery happens to make them. */
const machineTransitions = [
  ...imageTransitions("h.p.s" as Receipt).map(({ from, to }) => `image ${from}→${to}`),
  ...runTransitions.map(({ from, to }) => `run ${from}→${to}`),
];
export const machineEdges = machineTransitions.flatMap((name) =>
  ["not committed yet", "committed"].map((when) => `station: ${name} | ${when}`),
);

/** Steps that must be among the edges whatever the code is like, so that the list cannot shrink unseen. */
export const mustBeThere = [
  ...["scan", "approve", "sync"].map((act) => new RegExp(`^station: ${act}: .* \\| committed$`)),
  ...["known", "match", "findOrCreate", "openSessions", "commit"].flatMap((call) => [
    ...["before", "on its way", "answer is here"].map((when) => new RegExp(`^station: call ${call} \\| ${when}$`)),
    ...["came", "about to be answered", "answered"].map((when) => new RegExp(`^hub: ${call} \\| ${when}$`)),
  ]),
  ...["send blob", "send block"].flatMap((put) =>
    ["before", "half of it is sent", "on its way", "answer is here"].map(
      (when) => new RegExp(`^station: ${put} \\| ${when}$`),
    ),
  ),
  ...["bind", "acknowledgeBlock"].map((step) => new RegExp(`^station: station ${step} \\| committed$`)),
  /^station: send block list \| answer is here$/,
  /^station: read source \| proved$/,
  ...["Put Blob", "Put Block List"].flatMap((put) =>
    [
      "opened temporary file",
      "wrote to temporary file",
      "synced temporary file",
      "named blob",
      "synced folder of blobs",
      "wrote MD5 note",
      "removed temporary file",
      "answered",
    ].map((step) => new RegExp(`^hub: ${put} \\| ${step}$`)),
  ),
  ...["synced temporary file", "moved to block", "answered"].map((step) => new RegExp(`^hub: Put Block \\| ${step}$`)),
  ...["findOrCreate", "openSessions", "commit"].map((call) => new RegExp(`^hub: ${call}: .* \\| committed$`)),
  /^hub: by itself: job \| committed$/,
  /^hub: worker \| read blob$/,
  /^hub: by itself: blob job \| not committed yet$/,
  /^hub: by itself: blob job \| committed$/,
  /^hub: worker \| moved to variant$/,
];
