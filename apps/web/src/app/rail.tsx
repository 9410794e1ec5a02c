import { Link, useRouterState } from "@tanstack/react-router";
import { setTheme, type Theme, useTheme } from "../ui/theme.ts";
import { Brand } from "./brand.tsx";

const themes: readonly [Theme, string][] = [
  ["system", "System"],
  ["light", "Light"],
  ["dark", "Dark"],
];

function ThemeChoice() {
  const theme = useTheme();
  return (
    <label className="theme">
      <span>Theme</span>
      <select value={theme} onChange={(event) => setTheme(event.target.value as Theme)}>
        {themes.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}

const here = { className: "here" };

export function Rail() {
  const isInManifest = useRouterState({ select: ({ location }) => location.pathname.startsWith("/manifests/") });
  // What is read from folders, and what a population's folders and sheets speak of.
  const isOfFolders = useRouterState({ select: ({ location }) => /^\/(scans|populations)\//.test(location.pathname) });
  return (
    <nav className="rail" aria-label="Main">
      <Link className="brand" to="/" aria-label="Landfall, to Sync">
        <Brand />
      </Link>
      <Link to="/" activeProps={here} activeOptions={{ exact: true }}>
        Sync
      </Link>
      <Link to="/review" activeProps={here} {...(isInManifest && here)}>
        Review
      </Link>
      <Link to="/folders" activeProps={here} activeOptions={{ includeSearch: false }} {...(isOfFolders && here)}>
        Folders
      </Link>
      <Link to="/cards" activeProps={here} activeOptions={{ includeSearch: false }}>
        Card check
      </Link>
      <Link to="/activity" activeProps={here} activeOptions={{ includeSearch: false }}>
        Activity
      </Link>
      <span className="grow" />
      <Link to="/settings" activeProps={here}>
        Settings
      </Link>
      <ThemeChoice />
    </nav>
  );
}
