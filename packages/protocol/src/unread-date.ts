/** What looks like a date in a name and is not read as one: too little is said, or it could mean another century. */

const shapes = [
  // `98-07-15`, `15.7.98`, `7-98`
  /(?<!\d)\d{1,4}([-_. ])\d{1,2}\1\d{1,4}(?!\d)/,
  // `1990s`, `90s`
  /(?<!\d)(?:19|20)?\d0['’]?s(?!\p{L})/iu,
  // `July 98`, `Jul '98`
  /(?<!\p{L})(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)\p{L}{0,6}[-_. ]*['’]?\d{2}(?!\d)/iu,
  // `980715`
  /(?<!\d)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)/,
  /(?<!\d)(?:19|20)\d{2}(?!\d)/,
];

/** The nearest folder of a path of folders whose name holds something like a date; null where none does. */
export const folderLikeADate = (path: string): string | null =>
  path.split("/").findLast((name) => shapes.some((shape) => shape.test(name))) ?? null;

/** `1990s Robson Bight` without its decade. */
export const withoutDecade = (name: string): string => name.replace(/^\s*(?:19|20)?\d0['’]?s\s+/iu, "");
