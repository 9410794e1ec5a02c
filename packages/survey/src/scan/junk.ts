/** What operating systems, network drives and programs leave behind between photographs; told by name. */

const trashFolders = new Set(["@recycle", "#recycle", ".dtrash", ".trash", ".trashes", "$recycle.bin", "recycler"]);

/** Where deleted files lie until somebody empties it. */
export function isTrashFolder(name: string): boolean {
  const lower = name.toLowerCase();
  return trashFolders.has(lower) || /^\.trash-\d+$/.test(lower);
}

const junkFolders = new Set(
  [
    "@eaDir",
    ".@__thumb",
    ".AppleDB",
    ".AppleDesktop",
    ".AppleDouble",
    ".DocumentRevisions-V100",
    ".fseventsd",
    ".Spotlight-V100",
    ".TemporaryItems",
    ".thumbnails",
    "__MACOSX",
    "lost+found",
    "System Volume Information",
  ].map((name) => name.toLowerCase()),
);

const junkFiles = new Set([
  ".apdisk",
  ".ds_store",
  ".localized",
  ".nomedia",
  ".picasa.ini",
  ".volumeicon.icns",
  "desktop.ini",
  "ehthumbs.db",
  "ehthumbs_vista.db",
  "icon\r",
  "picasa.ini",
  "thumbs.db",
]);

/** By how their names end or begin. */
const unfinished = /\.(?:part|partial|crdownload|download|filepart|tmp|temp|lrcat|lrcat-wal|cocatalog)$/;
const junkNames =
  /\.(?:lrcat-journal|lrcat-shm|lrprev|swp)$|^(?:\._|~\$|\.~lock\.|\.nfs[0-9a-f]{8}|\.fuse_hidden|\.syncthing\.)/;

/** A folder whose every file is junk. */
export function isJunkFolder(name: string): boolean {
  const lower = name.toLowerCase();
  return junkFolders.has(lower) || isTrashFolder(name) || lower.endsWith(".lrdata");
}

export const isJunkFile = (name: string): boolean => isLitter(name) || isUnfinished(name);

/** A copy that was not finished, or the catalogue of another program: no photograph, and yet it may hold what somebody wants. */
export const isUnfinished = (name: string): boolean => unfinished.test(name.toLowerCase());

/** Nothing that anybody made. */
export function isLitter(name: string): boolean {
  const lower = name.toLowerCase();
  return junkFiles.has(lower) || junkNames.test(lower);
}
