/** `npm run -s truth -- DIR`: the table of docs/photographs.md, from a folder with a truth.csv (or LANDFALL_PHOTOS). */
import { type ComparedFile, compareWithTruth } from "./compare.ts";

const folder = process.argv[2] ?? process.env.LANDFALL_PHOTOS;
if (!folder) {
  console.error("usage: npm run -s truth -- DIR   (a folder of photographs with its truth.csv)");
  process.exit(1);
}
const columns = ["type", "date", "sub-second", "offset", "position", "artist", "orientation"];

function line({ path, fields, findings }: ComparedFile): string {
  const cell = (name: string) => fields.find(({ field }) => field === name)?.landfall || "–";
  const notes = fields.filter(({ note }) => note !== "").map(({ field, note }) => `${field} ${note}`);
  const verdict = notes.length === 0 ? "all agree" : notes.join("; ");
  return `| ${[path, ...columns.map(cell), verdict, findings.join(" ") || "–"].map((text) => text.replaceAll("|", "\\|")).join(" | ")} |`;
}

const files = await compareWithTruth(folder);
console.log(`| file | ${columns.join(" | ")} | beside exiftool | findings |`);
console.log(`|${"---|".repeat(columns.length + 3)}`);
for (const file of files) console.log(line(file));
const count = (which: (note: string) => boolean) =>
  files.flatMap(({ fields }) => fields).filter(({ note }) => which(note)).length;
const open = count((note) => note.startsWith("!"));
console.log(
  `\n${files.length} files, ${count(() => true)} values: ${count((note) => note === "")} agree, ` +
    `${count((note) => note !== "") - open} differ and are explained, ${open} differ without an explanation.`,
);
if (open > 0) process.exitCode = 2;
