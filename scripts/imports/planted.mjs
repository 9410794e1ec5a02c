// A small copy of the house in a temporary folder, in which every forbidden import is made once.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { rooms } from "./rules.mjs";

const packageName = (room) => `@landfall/${room.split("/")[1]}`;

const put = (folder, path, text) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};

/** Every import that some rule forbids: the file that makes it, and its text. */
function plantedFiles() {
  const names = Object.keys(rooms);
  const between = names.flatMap((from) =>
    names
      .filter((to) => to !== from && !rooms[from].includes(to))
      .map((to) => [`${from}/src/planted-${to.replace("/", "-")}.ts`, `import "${packageName(to)}";\n`]),
  );
  return [
    ...between,
    ["apps/web/src/features/one/planted.ts", 'import "../two/index.ts";\n'],
    ["packages/engine/src/planted-circle.ts", 'import type { A } from "./circle.ts";\nexport type B = A;\n'],
    ["packages/engine/src/planted-nowhere.ts", 'import "./nowhere.ts";\n'],
  ];
}

/**
 * Calls `check(folder, paths)` with the copy.
 * @returns what it returns
 */
export async function withPlantedImports(check) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "landfall-imports-")));
  try {
    const planted = plantedFiles();
    for (const room of Object.keys(rooms)) {
      put(
        folder,
        `${room}/package.json`,
        JSON.stringify({ name: packageName(room), exports: { ".": "./src/index.ts" } }),
      );
      put(folder, `${room}/src/index.ts`, "export const here = 1;\n");
      mkdirSync(join(folder, "node_modules/@landfall"), { recursive: true });
      symlinkSync(join(folder, room), join(folder, "node_modules", packageName(room)), "junction");
    }
    put(folder, "package.json", "{}");
    put(folder, "apps/web/src/features/two/index.ts", "export const two = 2;\n");
    put(
      folder,
      "packages/engine/src/circle.ts",
      'import type { B } from "./planted-circle.ts";\nexport type A = B[];\n',
    );
    for (const [path, text] of planted) put(folder, path, text);
    return await check(
      folder,
      planted.map(([path]) => path),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
