/** The numbers that cameras give to their files. */

/** `IMG_0412.JPG`, `_DSC4411-Edit.jpg`, `20240715_E3_MK_0127_T002B_L.jpg`: the last group of digits that no letter follows. */
export function counterOf(path: string): number | null {
  const name = path.slice(path.lastIndexOf("/") + 1).replace(/\.[^.]*$/, "");
  const last = [...name.matchAll(/(?<!\d)\d{3,6}(?![A-Za-z\d])/g)].at(-1)?.[0];
  return last === undefined ? null : Number(last);
}
