/** Files that belong to a photograph or video of their folder, told by their names. */
import { pictureExtensions, videos } from "./extensions.ts";
import { extensionOf } from "./names.ts";

const sidecars = new Set("xmp thm aae pp3 dop cos nksc vrd on1 acr xmpsd".split(" "));

/** What other programs keep beside a photograph: `IMG.xmp`, `IMG.NEF.xmp`. */
export const isSidecarName = (name: string): boolean => sidecars.has(extensionOf(name));

/** The name without its extension, as owners and sidecars are compared. */
export const stemOf = (name: string): string => {
  const dot = name.lastIndexOf(".");
  return (dot <= 0 ? name : name.slice(0, dot)).normalize("NFC").toLowerCase();
};

/** How a folder's sidecars can name a file: whole, and without its extension. */
export const ownerNames = (name: string): readonly [string, string] => [
  name.normalize("NFC").toLowerCase(),
  stemOf(name),
];

/** Whether sidecars may belong to a file of this name. */
export const mayOwnSidecars = (name: string): boolean => {
  const extension = extensionOf(name);
  return pictureExtensions.has(extension) || extension === "raw" || videos.has(extension);
};

/** Whether what belongs to this file shows, or is about, the very same shot: not so a video of the moments around it. */
export const isSameShot = (lead: string, companion: string): boolean =>
  stemOf(companion) === stemOf(lead) || stemOf(companion) === lead.normalize("NFC").toLowerCase();
