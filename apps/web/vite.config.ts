import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: "dist",
    // The station's policy forbids inline scripts and everything from elsewhere.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // What changes with the libraries apart from what changes with Landfall, so that an update fetches little.
        codeSplitting: {
          groups: [
            { name: "react", test: /node_modules\/(react|react-dom|scheduler|@tanstack)\// },
            { name: "protocol", test: /node_modules\/zod\/|packages\/protocol\/|api\/no-eval/ },
          ],
        },
      },
    },
  },
  server: { proxy: { "/api": process.env.LANDFALL_STATION ?? "http://127.0.0.1:4870" } },
});
