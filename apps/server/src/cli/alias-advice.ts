/** What `landfall alias` is to be told of a name that stands for nobody yet. */
import type { PhotographerName } from "@landfall/protocol";

/** Whom the first suggestion says; a name that is a full one already is that person's. */
export function whoOf({ name, suggestions }: Pick<PhotographerName, "name" | "suggestions">): string {
  const likely = suggestions[0]?.people;
  if (likely?.length === 0) return "--not-a-person";
  const isFull = /^\p{Lu}\p{L}+(?:[\s'’-]+\p{L}+)*\s+\p{Lu}[\p{L}'’-]+$/u.test(name);
  const people = likely ?? (isFull ? [name] : ["FULL NAME"]);
  return people.map((each) => `"${each}"`).join(" ");
}
