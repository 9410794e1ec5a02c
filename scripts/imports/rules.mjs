// The direction of imports between the rooms of the house, as one table and the rules made from it.

/** What each room may import of ours, beside itself. */
export const rooms = {
  "packages/protocol": [],
  "packages/http": ["packages/protocol"],
  "packages/survey": ["packages/protocol"],
  "packages/engine": ["packages/protocol"],
  "packages/db": ["packages/protocol", "packages/engine", "packages/survey"],
  "apps/hub": ["packages/protocol", "packages/http"],
  "apps/server": ["packages/protocol", "packages/http", "packages/db", "packages/engine", "packages/survey"],
  "apps/web": ["packages/protocol"],
};

const ours = "^(packages|apps|tools|fixtures|test)/";

export const ruleSet = {
  forbidden: [
    ...Object.entries(rooms).map(([room, allowed]) => ({
      name: `${room} imports only ${allowed.length > 0 ? allowed.join(", ") : "itself"}`,
      severity: "error",
      from: { path: `^${room}/` },
      to: { path: ours, pathNot: [room, ...allowed].map((name) => `^${name}/`) },
    })),
    {
      name: "features of the dashboard do not import each other",
      severity: "error",
      from: { path: "^apps/web/src/features/([^/]+)/" },
      to: { path: "^apps/web/src/features/", pathNot: "^apps/web/src/features/$1/" },
    },
    { name: "no circles", severity: "error", from: {}, to: { circular: true } },
    {
      // What cannot be found cannot be judged.
      name: "every import is found",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: ["\\.css", "\\.svg", "\\.png", "\\.woff2", "^@fontsource"] },
    },
  ],
};

export const cruiseOptions = {
  validate: true,
  ruleSet,
  tsPreCompilationDeps: true,
  doNotFollow: { path: "node_modules" },
};

export const resolveOptions = {
  exportsFields: ["exports"],
  conditionNames: ["import", "require", "node", "default", "types"],
  mainFields: ["module", "main", "types"],
  extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
  symlinks: true,
};
