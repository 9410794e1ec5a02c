/** What goes wrong with photographs where they lie. */
import type { Entry } from "./entry.ts";

export const photographs = {
  // Photographs that lie in an Azure container
  SOURCE_NOT_ALLOWED: {
    tier: "person",
    status: 403,
    message: "The hub does not take photographs from this container with this permission.",
    hint: "Ask whoever runs the hub to allow it (--copy-source ACCOUNT/CONTAINER), then retry.",
  },
  SOURCE_REFUSED: {
    tier: "renew",
    status: 403,
    message: "The container did not let the hub read this blob.",
    hint: "Give the station a SAS that is still valid and allows reading and listing: landfall scan azure://… --azure-sas -. Then retry.",
  },
  SOURCE_MISSING: {
    tier: "person",
    status: 404,
    message: "The blob is not in its container any more.",
    hint: "Put it back and retry, or scan the container again and approve the new version.",
  },
  SOURCE_CHANGED: {
    tier: "person",
    status: 409,
    message: "The blob is no longer the one that was approved.",
    hint: "Scan the container again and approve the new version. Nothing of the changed blob was taken.",
  },
  COPY_FAILED: {
    tier: "transient",
    status: 502,
    message: "The copy from the container did not come to its end.",
    hint: "Nothing to do: it is tried again by itself.",
  },
  CONTAINER_REFUSED: {
    tier: "person",
    status: 403,
    message: "The container does not let the station in.",
    hint: "Give a SAS that is valid now and allows reading and listing, or a role such as Storage Blob Data Reader.",
  },
  CONTAINER_NOT_FOUND: {
    tier: "person",
    status: 404,
    message: "There is no such container.",
    hint: "Check the account's and the container's name: azure://ACCOUNT/CONTAINER/FOLDER.",
  },
  CONTAINER_OFFLINE: {
    tier: "transient",
    status: 503,
    message: "The Azure storage account cannot be reached.",
    hint: "Check the network and the account's name. What was read stays known, so the next scan is quicker.",
  },
  CREDENTIAL_MISSING: {
    tier: "person",
    status: 409,
    message: "The station has no credential for this container.",
    hint: "Scan it once with --azure-sas -, --azure-connection-string - or --azure-identity; it is kept beside the hub's key.",
  },

  // Files on the researcher's disk
  FILE_MISSING: {
    tier: "person",
    status: 404,
    message: "The file is not where it was scanned.",
    hint: "Put it back or connect its drive, then retry. Nothing else is sent again.",
  },
  FILE_CHANGED: {
    tier: "person",
    status: 409,
    message: "The file no longer has the bytes that were approved.",
    hint: "Restore the original and retry, or scan the folder again and approve the new version.",
  },
  FILE_UNREADABLE: {
    tier: "person",
    status: 403,
    message: "The file cannot be read.",
    hint: "Check its permissions and the health of the drive, then retry.",
  },
  SOURCE_AWAY: {
    tier: "person",
    status: 404,
    message: "The folder or drive that was scanned is not connected.",
    hint: "Connect it and retry; nothing else is sent again. A drive that has another name now is known again when it is scanned there.",
  },
  FOLDER_NOT_FOUND: {
    tier: "person",
    status: 404,
    message: "There is no such folder.",
    hint: "Check the path and that its drive is connected.",
  },
  FOLDER_NOT_ALLOWED: {
    tier: "request",
    status: 403,
    message: "The station may not look into this folder.",
    hint: "Choose a folder under one of the allowed roots, or start the station with --allow FOLDER.",
  },

  OUTPUT_EXISTS: {
    tier: "request",
    status: 409,
    message: "The file is there already; nothing was written.",
    hint: "Choose another name, or write --force to replace it.",
  },
  OUTPUT_PROTECTED: {
    tier: "request",
    status: 409,
    message: "This file is never written over; nothing was written.",
    hint: "Choose another name; best is a folder of its own, apart from the photographs.",
  },

  SHEET_NOT_FOUND: {
    tier: "person",
    status: 404,
    message: "There is no such sheet or track.",
    hint: "Check the path and that its drive is connected.",
  },
  SHEET_UNREADABLE: {
    tier: "person",
    status: 422,
    message: "The sheet cannot be read.",
    hint: "Open it in a spreadsheet program and save it as .xlsx or .csv.",
  },
  SHEET_TOO_LARGE: {
    tier: "person",
    status: 422,
    message: "The sheet is too large to be a list of sightings.",
    hint: "Save the sheet with the sightings alone as .xlsx or .csv.",
  },
  TRACK_UNREADABLE: {
    tier: "person",
    status: 422,
    message: "The track cannot be read.",
    hint: "Export it as GPX again from the GPS or its program.",
  },

  ARCHIVE_NOT_FOUND: {
    tier: "person",
    status: 404,
    message: "There is no such project archive.",
    hint: "Check the path and that its drive is connected.",
  },
  ARCHIVE_REFUSED: {
    tier: "person",
    status: 422,
    message: "The project archive cannot be used; nothing of it was taken in.",
    hint: "Copy it again, or export it again with: landfall project export FILE",
  },
  PROJECT_NOT_EMPTY: {
    tier: "person",
    status: 409,
    message: "A project is taken in by a station that has none yet.",
    hint: "Start with an empty data folder: landfall project import FILE --data DIR",
  },
} as const satisfies Record<string, Entry>;
