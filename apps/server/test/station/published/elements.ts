/**
 * What XML Schemas say of elements, as far as ours are concerned: which children in which order and number, which attributes,
 * and of what form a text is. The order is written as in a DTD: `title+ creator+ pubDate language?`.
 */
import { SaxesParser } from "saxes";

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** Throws where it is not well formed. */
export function xml(source: string | undefined): Element {
  const root: Element = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const element = { name, attributes: attributes as Record<string, string>, children: [], text: "" };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on("text", (text) => {
    (open.at(-1) as Element).text += text;
  });
  parser.on("closetag", () => open.pop());
  parser.write(source ?? "").close();
  return root.children[0] as Element;
}

type Form = (text: string) => boolean;

export const anyText: Form = () => true;
export const nonEmpty: Form = (text) => /\S/.test(text);
export const anyUri: Form = (text) => URL.canParse(text) || /^[\w.-]+$/.test(text);
export const integer: Form = (text) => /^[+-]?\d+$/.test(text);
/** `xs:decimal`: without an exponent. */
export const decimal: Form = (text) => /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text);
/** `xs:gYear`, or `xs:date` of a day that there is. */
export const yearDate: Form = (text) => {
  if (/^\d{4}$/.test(text)) return true;
  const day = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  return day !== null && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
};

export interface Model {
  /** Of its children, or the form of its text. */
  readonly content: string | Form;
  /** By name; those with `!` are required. */
  readonly attributes?: Readonly<Record<string, Form>>;
}

/** Of names, each followed by a space. */
const orderOf = (content: string): RegExp =>
  new RegExp(`^${content.replace(/\w+|\s+/g, (part) => (part.trim() === "" ? "" : `(?:${part} )`))}$`);

function faultsOfAttributes({ name, attributes }: Element, allowed: Readonly<Record<string, Form>>): string[] {
  const forms = new Map(Object.entries(allowed).map(([key, form]) => [key.replace("!", ""), form]));
  const missing = Object.keys(allowed).filter((key) => key.endsWith("!") && attributes[key.slice(0, -1)] === undefined);
  return [
    ...missing.map((key) => `${name} has no ${key.slice(0, -1)}`),
    ...Object.entries(attributes)
      .filter(([key, value]) => !key.startsWith("xmlns") && forms.get(key)?.(value) !== true)
      .map(([key, value]) => `${name} may not have ${key} ${value}`),
  ];
}

/** Every fault of an element and what is in it, in words; none when it is valid. */
export function elementFaults(element: Element, models: Readonly<Record<string, Model>>): string[] {
  const { name, children, text } = element;
  const model = models[name];
  if (!model) return [`${name} is not described`];
  const faults = faultsOfAttributes(element, model.attributes ?? {});
  if (typeof model.content === "string") {
    if (text.trim() !== "") faults.push(`${name} may not have a text`);
    const names = children.map((child) => `${child.name} `).join("");
    if (!orderOf(model.content).test(names)) faults.push(`${name} may not have the children ${names.trim()}`);
  } else if (children.length > 0 || !model.content(text)) faults.push(`${name} may not be ${text}`);
  return [...faults, ...children.flatMap((child) => elementFaults(child, models))];
}
