import "./api/no-eval.ts";
import "@fontsource-variable/inter/wght.css";
import "./ui/styles/tokens.css";
import "./ui/styles/base.css";
import "./ui/styles/controls.css";
import "./ui/styles/segments.css";
import "./ui/styles/surfaces.css";
import "./ui/styles/tiles.css";
import "./ui/styles/motion.css";
import "./app/shell.css";
import "./app/status-bar.css";
import "./ui/styles/forced-colors.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createQueryClient } from "./api/queries.ts";
import { createDashboard } from "./app/router.tsx";
import { applyTheme } from "./ui/theme.ts";

applyTheme();
const root = document.getElementById("root");
if (root)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={createQueryClient()}>
        <RouterProvider router={createDashboard()} />
      </QueryClientProvider>
    </StrictMode>,
  );
