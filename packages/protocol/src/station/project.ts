/** A project that moves to another machine. Its archive is saved from `/project.landfall`. */
import { z } from "zod";

const count = z.int().nonnegative();
const place = z.string().min(1).max(4096);

export const ImportRequest = z.object({
  /** Absolute path of the archive on the station's machine. */
  file: place,
  /** Folders that lie elsewhere here, as the archive names them; `~` is the home folder. */
  roots: z
    .array(z.object({ from: place, to: place }))
    .max(1000)
    .default([]),
});
export type ImportRequest = z.infer<typeof ImportRequest>;

/** What an archive says of itself, before anything of it is taken in. */
export const ProjectLook = z.object({
  createdAt: z.iso.datetime(),
  /** As the archive names them, and what that is here where nothing is said of it. */
  roots: z.array(z.object({ from: z.string(), path: z.string(), isThere: z.boolean() })),
});
export type ProjectLook = z.infer<typeof ProjectLook>;

export const ImportedProject = z.object({
  populations: count,
  manifests: count,
  encounters: count,
  images: count,
  /** Where its photographs are looked for, and whether that is there now. */
  roots: z.array(z.object({ path: z.string(), isThere: z.boolean() })),
});
export type ImportedProject = z.infer<typeof ImportedProject>;
