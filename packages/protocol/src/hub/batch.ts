/** How much one request may hold. */
import { z } from "zod";

/** The most items one batch may hold. */
export const batchLimit = 1000;
export const batch = <T extends z.ZodType>(item: T) => z.array(item).min(1).max(batchLimit);
