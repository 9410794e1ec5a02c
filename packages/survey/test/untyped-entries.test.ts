/** File systems that do not say what an entry of a folder is: some of network drives, of FUSE, older XFS. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

/** Put before the C library: every entry comes without its type. */
const untyped = `
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
typedef int (*select_t)(const struct dirent64 *);
typedef int (*compare_t)(const struct dirent64 **, const struct dirent64 **);
int scandir64(const char *path, struct dirent64 ***list, select_t select, compare_t compare) {
  int (*real)(const char *, struct dirent64 ***, select_t, compare_t) = dlsym(RTLD_NEXT, "scandir64");
  int count = real(path, list, select, compare);
  for (int i = 0; i < count; i++) (*list)[i]->d_type = DT_UNKNOWN;
  return count;
}
`;

const canCompile = process.platform === "linux" && spawnSync("cc", ["--version"]).status === 0;

test.runIf(canCompile)("their folders are read all the same, names that are not UTF-8 among them", () => {
  const home = mkdtempSync(join(tmpdir(), "landfall-untyped-"));
  onTestFinished(() => rmSync(home, { recursive: true }));
  const [source, library, root] = ["untyped.c", "untyped.so", "root"].map((name) => join(home, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(source, untyped);
  execFileSync("cc", ["-shared", "-fPIC", "-o", library, source, "-ldl"]);
  mkdirSync(join(root, "día"), { recursive: true });
  writeFileSync(join(root, "día", "notes.txt"), "calm sea");
  writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xe9])]), "calm sea");
  const script = `
    import { walk } from ${JSON.stringify(new URL("../src/scan/walk.ts", import.meta.url).href)};
    const chunks = [...walk(${JSON.stringify(root)}, 0)].flatMap((folder) => [...folder.chunks()]);
    console.log(JSON.stringify(chunks.map(({ files, settled }) => [files.map(({ path }) => path), settled.length])));`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    encoding: "utf8",
    env: { ...process.env, LD_PRELOAD: library },
  });
  expect(JSON.parse(stdout || JSON.stringify(stderr))).toEqual([
    [["\\xe9"], 0],
    [["día/notes.txt"], 0],
  ]);
});
