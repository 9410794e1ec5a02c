// How V8 keeps the heaps of a station's process: loaded before anything else, for all of its threads.
import v8 from "node:v8";

// Most of what is allocated is short-lived: V8 would let the young generation take 100 MiB more than it needs, and the
// old one grow to three times what lives before it looks. Measured: the same CPU for 100 MiB less (docs/performance.md).
v8.setFlagsFromString("--semi-space-growth-factor=1");
v8.setFlagsFromString("--heap-growing-percent=20");
