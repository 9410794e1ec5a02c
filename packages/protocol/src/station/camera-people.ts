/** Whose photographs a camera's are: said once, for this season and the next. */
import { z } from "zod";
import { OneCamera, Regrouped } from "./clocks.ts";
import { PersonName } from "./people.ts";

export const CameraPersonRequest = z.object({
  camera: OneCamera,
  /** Null: nobody's any more. */
  person: PersonName.nullable(),
  /** Also where the file or its folder names somebody else; else only where nothing names anybody. */
  isFirst: z.boolean().default(false),
});
export type CameraPersonRequest = z.infer<typeof CameraPersonRequest>;

export const CameraPersonChange = z.object({
  /** Photographs of this camera in the latest scans. */
  images: z.int().nonnegative(),
  regrouped: z.array(Regrouped),
});
export type CameraPersonChange = z.infer<typeof CameraPersonChange>;
