/** The hub's pages. Everything from outside goes through the template, which escapes it: a file name is always text. */
import {
  factWords,
  furtherFieldNames,
  furtherFieldWords,
  type HubEncounter,
  type HubImage,
  isReference,
} from "@landfall/protocol";
import { html } from "hono/html";

type Html = ReturnType<typeof html>;

const layout = (title: string, body: Html): Html => html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="robots" content="noindex" />
    <title>${title}</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/hub.css" />
  </head>
  <body><main>${body}</main></body>
</html>`;

const field = (name: string, value: string | number | null): Html =>
  html`<div><dt>${name}</dt>${value === null ? html`<dd class="none">not stated</dd>` : html`<dd>${value}</dd>`}</div>`;

function positionOf({ values }: HubEncounter): string | null {
  const { decimalLatitude, decimalLongitude } = values;
  return decimalLatitude === null || decimalLongitude === null ? null : `${decimalLatitude}, ${decimalLongitude}`;
}

const sizes = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
/** Hard spaces: a number stays with its unit. */
function toSize(bytes: number): string {
  if (bytes < 1e3) return `${bytes}\u00a0bytes`;
  return bytes < 1e6 ? `${sizes.format(bytes / 1e3)}\u00a0kB` : `${sizes.format(bytes / 1e6)}\u00a0MB`;
}

/** What is said of an image that cannot be shown (yet), in words. */
function placeholder(image: HubImage): { kind: string; text: string } | undefined {
  if (image.state === "Pending") return { kind: "", text: "Not here yet" };
  if (image.state === "Verifying") return { kind: "", text: "Arrived; being checked" };
  if (image.state === "Different")
    return { kind: "different", text: "Other bytes than approved; set aside, awaited again" };
  if (image.variants === "queued") return { kind: "", text: "Verified; its preview is being made" };
  if (image.variants === "damaged") return { kind: "damaged", text: "Damaged: kept as it came, but cannot be shown" };
  // Its size was read, so what stood in the way is how large it is.
  if (image.variants === "noPreview" && image.width !== null)
    return { kind: "", text: "Kept as it came; too large to show" };
  if (image.variants === "noPreview") return { kind: "", text: "Kept as it came; no preview for this type" };
  return undefined;
}

/** `2016-07-01T09:42:10.12-07:00` as its day, its time to the second and its offset; as it came where it is none. */
function whenTaken(capturedAt: string): Html {
  const [, day, time, offset] =
    /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?(Z|[+-]\d{2}:\d{2})?$/.exec(capturedAt) ?? [];
  if (!day) return html`<p class="small">${capturedAt}</p>`;
  const zone = offset?.replace("Z", "").replace("-", "−");
  return html`<p class="small"><span class="whole">${day} ${time}</span>${offset && html` <span class="whole">UTC${zone}</span>`}</p>`;
}

const stateText: Readonly<Record<HubImage["state"], string>> = {
  Pending: "Awaited",
  Verifying: "Being checked",
  Complete: "Verified",
  Different: "Set aside",
};

function tile(encounter: HubEncounter, image: HubImage): Html {
  const base = `/encounters/${encounter.id}/images/${image.sha256}`;
  const words = placeholder(image);
  const look = words
    ? html`<div class="tile ${words.kind}"><p>${words.text}</p></div>`
    : html`<a class="tile" href="${base}/preview"><img src="${base}/thumbnail" alt="${image.fileName}" loading="lazy" /></a>`;
  const size = image.width && image.height ? ` · ${image.width}\u00a0×\u00a0${image.height}` : "";
  const said = image.facts ? factWords(image.facts).join(", ") : "";
  return html`<li>
    ${look}
    <p class="name">${image.fileName}</p>
    <p class="small">${stateText[image.state]} · ${toSize(image.bytes)}${size}</p>
    ${image.capturedAt && whenTaken(image.capturedAt)}
    ${said && html`<p class="small">${said}</p>`}
  </li>`;
}

const noun = (count: number): string => (count === 1 ? "image" : "images");

export function encounterPage(population: string, encounter: HubEncounter, images: readonly HubImage[]): Html {
  const { values, encounterNumber } = encounter;
  const verified = images.filter((image) => image.state === "Complete").length;
  const title = isReference(values)
    ? `Reference images of ${values.organismName ?? "an individual"}`
    : [values.eventDate, values.locality].filter((part) => part !== null).join(", ") || "Encounter";
  return layout(
    title,
    html`
    <div class="brand">Landfall hub</div>
    <h1>${title}</h1>
    <p class="lede"><b>${verified}</b> of <b>${images.length}</b> ${noun(images.length)} verified</p>
    <dl>
      ${field("Population", population)}
      ${field("Date", values.eventDate)}
      ${field("Place", values.locality)}
      ${field("Photographer", values.recordedBy)}
      ${encounterNumber === null ? "" : field("Encounter of the day", encounterNumber)}
      ${field("Position", positionOf(encounter))}
      ${field("Licence", values.license)}
      ${furtherFieldNames.map((name) => ((values[name] ?? null) === null ? "" : field(furtherFieldWords[name], values[name] ?? null)))}
    </dl>
    <h2>Photographs</h2>
    ${images.length === 0 ? html`<p class="lede">None yet.</p>` : ""}
    <ul class="grid">${images.map((image) => tile(encounter, image))}</ul>`,
  );
}

export const messagePage = (title: string, text: string): Html =>
  layout(title, html`<div class="brand">Landfall hub</div><h1>${title}</h1><p class="lede">${text}</p>`);
