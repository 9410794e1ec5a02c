/** The delivery report as one page that needs nothing else: to print, to send, to keep. Every text in it is only text. */
import type { ReportHead, ReportRow } from "@landfall/protocol";

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Also takes out what could move, hide or turn round the text about it. */
const toHtml = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
    .replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "\ufffd")
    .replace(/[&<>"']/g, (character) => entities[character] ?? "");

const number = new Intl.NumberFormat("en");
const cell = (text: string | null, className = ""): string =>
  `<td${className && ` class="${className}"`}>${toHtml(text ?? "–")}</td>`;

const style = `
  :root { color: #15201f; font: 14px/1.45 system-ui, sans-serif; }
  body { max-width: 1200px; margin: 32px auto; padding: 0 24px; }
  h1 { margin: 0 0 4px; font-size: 26px; }
  p { margin: 0 0 4px; color: #566462; }
  dl { display: flex; flex-wrap: wrap; gap: 8px 36px; margin: 20px 0; }
  dt { color: #566462; font-size: 12px; }
  dd { margin: 0; font-size: 18px; font-weight: 600; }
  table { width: 100%; border-collapse: collapse; font-size: 11px; }
  thead { display: table-header-group; }
  th, td { padding: 4px 8px 4px 0; border-top: 1px solid #e1e6e3; text-align: left; vertical-align: top; }
  td { overflow-wrap: anywhere; }
  tr { break-inside: avoid; }
  .hash { font: 9.5px ui-monospace, monospace; min-width: 17em; }
  .receipt { font: 7px ui-monospace, monospace; color: #566462; min-width: 22em; }
  .number { text-align: right; white-space: nowrap; }
  @page { size: A4 landscape; margin: 12mm; }
  @media print { body { margin: 0; padding: 0; max-width: none; } }
`;

const columns = [
  "File",
  "SHA-256",
  "Bytes",
  "Type",
  "Date",
  "Place",
  "Photographer",
  "Event ID",
  "On the hub",
  "State",
  "Verified",
];

const total = (label: string, value: string): string => `<div><dt>${label}</dt><dd>${toHtml(value)}</dd></div>`;

export async function* htmlReport(head: ReportHead, rows: AsyncIterable<ReportRow>): AsyncGenerator<string> {
  const { name, version, population, hub, generatedAt, totals } = head;
  yield `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Delivery report: ${toHtml(name)}</title><style>${style}</style></head><body>
<h1>Delivery report</h1>
<p>${toHtml(name)}, version ${version} · ${toHtml(population)}</p>
<p>${hub ? `Hub: ${toHtml(hub)} · ` : ""}Made ${toHtml(generatedAt)} · Manifest ${toHtml(head.manifestId)}</p>
<dl>${[
    total("Encounters approved", number.format(totals.encounters)),
    total("Images of them", number.format(totals.images)),
    total("Delivered and verified", number.format(totals.complete)),
    total("Left out", number.format(totals.skipped)),
    ...(totals.toApproveAgain > 0
      ? [total("Delivered before, to be approved again", number.format(totals.toApproveAgain))]
      : []),
    total("Bytes", number.format(totals.bytes)),
    total("Bytes verified", number.format(totals.bytesComplete)),
  ].join("")}</dl>
<table><thead><tr>${columns.map((column) => `<th scope="col">${column}</th>`).join("")}<th scope="col">Receipt</th></tr></thead><tbody>
`;
  for await (const row of rows) yield toLine(row);
  yield `</tbody></table>
<p>Each receipt is signed by the hub after it had read the image back and found its SHA-256. Check them without Landfall: landfall proof MANIFEST --out DIR makes a folder for that.</p>
</body></html>
`;
}

const toLine = (row: ReportRow): string =>
  `<tr>${[
    cell(row.filePath),
    cell(row.sha256, "hash"),
    cell(number.format(row.bytes), "number"),
    cell(row.mediaType),
    cell(row.eventDate),
    cell(row.reference === null ? row.locality : `Reference images of ${row.reference}`),
    cell(row.recordedBy),
    cell(row.eventID),
    cell(row.hubEncounter),
    cell(row.state),
    cell(row.verifiedAt),
    cell(row.receipt, "receipt"),
  ].join("")}</tr>\n`;
