/** What operating systems, network drives and programs leave behind between photographs; told by name. */

const junkFolders = new Set(
  [
    "@eaDir",
    "@Recycle",
    "#recycle",
    ".@__thumb",
    ".AppleDB",
    ".AppleDesktop",
    ".AppleDouble",
    ".DocumentRevisions-V100",
    ".dtrash",
    ".fseventsd",
    ".Spotlight-V100",
    ".TemporaryItems",
    ".thumbnails",
    ".Trash",
    ".Trashes",
    "$RECYCLE.BIN",
    "__MACOSX",
    "lost+found",
    "RECYCLER",
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

/** Unfinished copies, catalogues and lock files, by how their names end or begin. */
const junkNames =
  /\.(?:part|partial|crdownload|download|filepart|tmp|temp|lrcat|lrcat-journal|lrcat-shm|lrcat-wal|lrprev|cocatalog|swp)$|^(?:\._|~\$|\.~lock\.|\.nfs[0-9a-f]{8}|\.fuse_hidden|\.syncthing\.)/;

/** A folder whose every file is junk. */
export function isJunkFolder(name: string): boolean {
  const lower = name.toLowerCase();
  return junkFolders.has(lower) || /^\.trash-\d+$/.test(lower) || lower.endsWith(".lrdata");
}

export function isJunkFile(name: string): boolean {
  const lower = name.toLowerCase();
  return junkFiles.has(lower) || junkNames.test(lower);
}
