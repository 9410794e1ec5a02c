/** Why a file found is no image. */
import { z } from "zod";

/** Codes are stable; the texts are for people. */
export const reasonTable = {
  VIDEO: "Named like a video, but not one.",
  JUNK: "A file that an operating system or a program left behind.",
  SIDECAR: "A sidecar file whose photograph is not beside it.",
  DOCUMENT: "A document, table or database.",
  AUDIO: "A sound recording.",
  NOT_AN_IMAGE: "Not a photograph.",
  LINK: "A link to another place; links are not followed.",
  SPECIAL: "Not a regular file.",
  EMPTY: "The file is empty.",
  CANNOT_READ: "The file cannot be read.",
  DAMAGED:
    "It is named or begins like an image, and cannot be understood: the file is damaged. Look for another copy of it.",
  ZEROED:
    "The file holds nothing but zeros, or nothing else behind its first bytes: it was never copied whole. Look for another copy of it.",
  TEXT_AS_IMAGE: "It is not an image, though it is named like one: its content is text.",
  WEB_PAGE_AS_IMAGE:
    "It is not an image, though it is named like one: its content is a web page, such as the sign-in page of a network that was saved in its place.",
  DOCUMENT_AS_IMAGE: "It is not an image, though it is named like one: its content is a document, such as a PDF.",
  ARCHIVE_AS_IMAGE: "It is not an image, though it is named like one: its content is an archive, such as a ZIP file.",
  SOUND_AS_IMAGE: "It is not an image, though it is named like one: its content is a sound recording.",
  OTHER_AS_IMAGE: "It is not an image, though it is named like one: its content is of another kind.",
  UNKNOWN_AS_IMAGE:
    "It is named like an image, and its content is of no kind that is known: it is no image, or damaged from its first bytes on.",
  STILL_WRITTEN: "The file was changed only seconds ago and is not whole; the next scan looks at it again.",
  CHANGED_WHILE_READ: "The file was being written while it was read; scan again later.",
} as const satisfies Record<string, string>;

export type ReasonCode = keyof typeof reasonTable;

/** Named like an image, and something else by its content. */
export type NamedAsImage = Extract<ReasonCode, `${string}_AS_IMAGE`>;
export const reasonCodes = Object.keys(reasonTable) as [ReasonCode, ...ReasonCode[]];
export const ReasonCode = z.enum(reasonCodes);
