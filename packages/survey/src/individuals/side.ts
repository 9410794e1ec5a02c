/** Which side of an animal a photograph shows, where its name or folder says so. Pure. */
import type { Side } from "@landfall/protocol";

const inName = /(?:^|[\s_.-])(L|R|(?:left|right)(?:\s*side)?)(?:\s*\(\d+\))?$/i;
const inFolder = /^(left|right)(?:[\s_-]*sides?)?$/i;

const sideNamed = (text: string): Side => (text[0]?.toLowerCase() === "l" ? "left" : "right");

/** `017-03W_L.jpg`, `Catalogue/Right/…`: the name comes before the folder, the inner folder before the outer one. */
export function sideOf(path: string): Side | null {
  const [name = "", ...folders] = path.split("/").reverse();
  const stem = name.replace(/\.[^.]*$/, "");
  const said = inName.exec(stem)?.[1];
  // A small letter alone is a counter's, or a copy's.
  if (said !== undefined && said !== "l" && said !== "r") return sideNamed(said);
  const folder = folders.find((each) => inFolder.test(each));
  return folder === undefined ? null : sideNamed(folder);
}
