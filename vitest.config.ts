import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [
      "packages/*/test/**/*.test.ts",
      "apps/*/test/**/*.test.{ts,tsx}",
      "fixtures/**/*.test.ts",
      "test/**/*.test.ts",
      "scripts/test/*.test.mjs",
    ],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Two cores, and tests that start real services.
    maxWorkers: 2,
    expect: { poll: { timeout: 20_000 } },
  },
});
