/**
 * THE error table. The HTTP mapping, `docs/errors.md` and the dashboard's texts derive from it.
 *
 * A tier says what the middle of the program does; it never looks at anything else:
 * - `transient`  tried again in place, then in rounds
 * - `offline`    pauses the run until the hub can be reached again
 * - `auth`       pauses the run until a person mends the key
 * - `disk`       pauses the run until the station's disk has room
 * - `renew`      a fresh session, then on where it stopped
 * - `settle`     neither success nor failure: commit asks the hub what is there
 * - `person`     one thing (a file, an encounter, a question) waits for a person; its neighbours go on
 * - `request`    the request itself is wrong; sending it again changes nothing
 */
export type Tier = "transient" | "offline" | "auth" | "disk" | "renew" | "settle" | "person" | "request";

interface Entry {
  readonly tier: Tier;
  /** The HTTP status that carries this code. */
  readonly status: number;
  readonly message: string;
  /** What a person does next. */
  readonly hint: string;
}

export const errorTable = {
  // The way to the hub
  HUB_OFFLINE: {
    tier: "offline",
    status: 503,
    message: "The hub cannot be reached.",
    hint: "Check the network. The run goes on by itself when the hub answers again.",
  },
  HUB_UNAVAILABLE: {
    tier: "transient",
    status: 503,
    message: "The hub is not able to answer just now.",
    hint: "Nothing to do: it is tried again by itself. If it lasts, tell whoever runs the hub.",
  },
  CONNECTION_LOST: {
    tier: "transient",
    status: 504,
    message: "The connection broke before the answer was complete.",
    hint: "Nothing to do: it is tried again by itself.",
  },
  STALLED: {
    tier: "transient",
    status: 504,
    message: "No byte has moved for too long.",
    hint: "Nothing to do: it is tried again by itself. A lower number of parallel uploads can help on a weak link.",
  },
  NOT_THE_HUB: {
    tier: "transient",
    status: 502,
    message: "Something answered that is not the hub, such as a sign-in page of the network.",
    hint: "Open a browser and sign in to the network, or check the hub's address in the connection.",
  },
  CLOCK_DIFFERS: {
    tier: "person",
    status: 409,
    message: "The clocks of this machine and of the hub differ by minutes.",
    hint: "Let both set their time by themselves. Photographs are delivered all the same, but a wrong clock can make upload links look expired.",
  },
  RATE_LIMITED: {
    tier: "transient",
    status: 429,
    message: "Too many requests.",
    hint: "Nothing to do: it is tried again after the time the hub asked for.",
  },

  // Keys and sign-in
  KEY_MISSING: {
    tier: "auth",
    status: 401,
    message: "The request carries no API key.",
    hint: "Connect the station with a key: landfall connect --hub URL --key KEY.",
  },
  KEY_INVALID: {
    tier: "auth",
    status: 401,
    message: "The hub does not know this API key, or it was revoked.",
    hint: "Ask the person who runs the hub for a new key and connect again; the run then goes on.",
  },
  POPULATION_FORBIDDEN: {
    tier: "auth",
    status: 403,
    message: "This API key may not use this population.",
    hint: "Ask the person who runs the hub to make a key for this population.",
  },
  POPULATION_CLOSED: {
    tier: "auth",
    status: 403,
    message: "This population does not accept photographs at the moment.",
    hint: "Ask the person who runs the hub to open its gate for stations.",
  },
  SIGN_IN_NEEDED: {
    tier: "auth",
    status: 401,
    message: "This browser is not signed in to the station.",
    hint: "Open the link that the station printed when it started, or run: landfall link.",
  },
  HOST_NOT_ALLOWED: {
    tier: "request",
    status: 403,
    message: "The Host header does not name this service.",
    hint: "Open it under the address it printed when it started.",
  },
  ORIGIN_NOT_ALLOWED: {
    tier: "request",
    status: 403,
    message: "A change was asked for from another site.",
    hint: "Use the station's own page.",
  },

  // Blobs
  SAS_REFUSED: {
    tier: "renew",
    status: 403,
    message: "The upload link was refused or has expired.",
    hint: "Nothing to do: a fresh link is asked for. If it is refused again, check the clocks of both machines.",
  },
  BLOB_EXISTS: {
    tier: "settle",
    status: 409,
    message: "There is a blob of this name already.",
    hint: "Nothing to do: the hub compares it with the approved image.",
  },
  BLOB_CORRUPTED: {
    tier: "transient",
    status: 400,
    message: "The bytes that arrived are not the bytes that were sent.",
    hint: "Nothing to do: they are sent again.",
  },
  BLOB_DIFFERENT: {
    tier: "transient",
    status: 409,
    message: "The hub holds other bytes than the approved ones under this name.",
    hint: "Nothing to do: they were set aside, and the image is sent again under a new name.",
  },
  BLOB_MISSING: {
    tier: "transient",
    status: 409,
    message: "The hub does not hold the bytes of this image.",
    hint: "Nothing to do: they are sent again.",
  },
  BLOCKS_GONE: {
    tier: "transient",
    status: 409,
    message: "The blob store no longer has all parts of this image that it had taken.",
    hint: "Nothing to do: they are sent again.",
  },
  BLOB_REFUSED: {
    tier: "request",
    status: 400,
    message: "The blob store refused the upload.",
    hint: "Keep the details and tell whoever runs the hub.",
  },

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

  // The station's own house
  DATA_FOLDER_UNWRITABLE: {
    tier: "disk",
    status: 507,
    message: "The station cannot write to its data folder.",
    hint: "Check that the folder exists, belongs to you and is not read-only, or choose another with --data DIR.",
  },
  DISK_FULL: {
    tier: "disk",
    status: 507,
    message: "The disk of the station's data folder is full.",
    hint: "Make room on it. The run goes on by itself; nothing was lost.",
  },
  DATA_FOLDER_LOCKED: {
    tier: "request",
    status: 409,
    message: "Another Landfall uses this data folder and does not answer.",
    hint: "Wait until it has stopped, or stop it, and try again.",
  },
  DATA_DAMAGED: {
    tier: "request",
    status: 500,
    message: "The station's database is damaged.",
    hint: "Stop the station and put back a copy of its data folder: an older one will do, and nothing is sent twice. Without a copy, move the file away, connect and scan again: the hub knows every photograph that it has.",
  },
  DATA_FROM_NEWER_VERSION: {
    tier: "request",
    status: 409,
    message: "The data was written by a newer Landfall.",
    hint: "Update this Landfall; the data is left as it is.",
  },
  PORT_TAKEN: {
    tier: "request",
    status: 409,
    message: "The port is taken by another program.",
    hint: "Choose another with --port N, or stop the other program.",
  },
  STATION_NOT_RUNNING: {
    tier: "offline",
    status: 503,
    message: "The station does not answer.",
    hint: "Start it with: npm start.",
  },

  // What waits for a person
  NOT_CONNECTED: {
    tier: "person",
    status: 409,
    message: "The station is not connected to a hub.",
    hint: "Connect it: landfall connect --hub URL --key KEY.",
  },
  POPULATION_UNBOUND: {
    tier: "person",
    status: 409,
    message: "The hub has no population of this name for this key.",
    hint: "Ask the person who runs the hub to make the population, or scan under the name it has there.",
  },
  ENCOUNTER_INCOMPLETE: {
    tier: "person",
    status: 409,
    message: "The encounter is not complete.",
    hint: "Fill in what is missing, then approve it.",
  },
  ENCOUNTER_FROZEN: {
    tier: "person",
    status: 409,
    message: "The encounter is approved, and so cannot be changed.",
    hint: "Reopen it first; it then waits for approval again.",
  },
  MANIFEST_SUPERSEDED: {
    tier: "person",
    status: 409,
    message: "A newer version has taken the place of this manifest.",
    hint: "Go on with the newer one; this one is kept to look at.",
  },
  UNDO_TOO_LATE: {
    tier: "person",
    status: 409,
    message: "It was changed again since, and so cannot be undone.",
    hint: "Undo what was changed since first, or make the change that you want instead.",
  },
  NOTHING_APPROVED: {
    tier: "person",
    status: 409,
    message: "No encounter of this manifest is approved.",
    hint: "Review the manifest and approve its encounters, then sync.",
  },
  NOTHING_TO_EXPORT: {
    tier: "person",
    status: 409,
    message: "None of these encounters can be exported in this form.",
    hint: "Approve encounters first, choose other years or another status, or another form.",
  },
  NOTHING_FAILED: {
    tier: "person",
    status: 409,
    message: "Nothing has failed.",
    hint: "A sync sends what is approved and not delivered yet.",
  },
  PLAN_QUESTION: {
    tier: "person",
    status: 409,
    message: "It is not certain which encounter on the hub this one is.",
    hint: "Look at both and choose: fill the one on the hub, or keep them apart.",
  },
  NOT_OFFERED: {
    tier: "request",
    status: 409,
    message: "That encounter of the hub was not offered for this one, so it cannot be filled with it.",
    hint: "Choose one that is offered (landfall plan MANIFEST names them), or keep it apart.",
  },

  // The request
  VALIDATION_FAILED: {
    tier: "request",
    status: 422,
    message: "The request is not of the expected form.",
    hint: "See the list of fields.",
  },
  NOT_FOUND: { tier: "request", status: 404, message: "There is no such thing.", hint: "Check the id or the address." },
  METHOD_NOT_ALLOWED: {
    tier: "request",
    status: 405,
    message: "This address does not take this method.",
    hint: "See /openapi.json.",
  },
  TOO_LARGE: {
    tier: "request",
    status: 413,
    message: "The request is larger than is accepted.",
    hint: "Send it in smaller parts.",
  },
  VERSION_CONFLICT: {
    tier: "request",
    status: 412,
    message: "It was changed by someone else in the meantime.",
    hint: "Read it again, then make the change.",
  },
  ALREADY_RUNNING: {
    tier: "request",
    status: 409,
    message: "This is at work already.",
    hint: "Wait until it has finished.",
  },
  INTERNAL: {
    tier: "transient",
    status: 500,
    message: "Something went wrong that should not.",
    hint: "Try again. If it stays, keep the request id and report it.",
  },
} as const satisfies Record<string, Entry>;

export type ErrorCode = keyof typeof errorTable;
export const errorCodes = Object.keys(errorTable) as [ErrorCode, ...ErrorCode[]];

export interface LandfallErrorOptions {
  /** What happened to what: names the file, field or address. Never holds a secret. */
  readonly detail?: string;
  readonly cause?: unknown;
  /** From `Retry-After`, milliseconds. */
  readonly retryAfterMs?: number;
  /** Field errors of VALIDATION_FAILED. */
  readonly fields?: readonly { readonly path: string; readonly message: string }[];
}

/** The one error class that crosses rooms. Made at the far ends, shown by the near ones. */
export class LandfallError extends Error {
  override readonly name = "LandfallError";
  readonly code: ErrorCode;
  readonly detail: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly fields: LandfallErrorOptions["fields"];

  constructor(code: ErrorCode, options: LandfallErrorOptions = {}) {
    super(
      options.detail ?? errorTable[code].message,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.code = code;
    this.detail = options.detail;
    this.retryAfterMs = options.retryAfterMs;
    this.fields = options.fields;
  }

  get tier(): Tier {
    return errorTable[this.code].tier;
  }
  get status(): number {
    return errorTable[this.code].status;
  }
  get hint(): string {
    return errorTable[this.code].hint;
  }
}

/** Anything thrown, as a {@link LandfallError}; what nobody classified is INTERNAL. */
export const toLandfallError = (error: unknown): LandfallError =>
  error instanceof LandfallError
    ? error
    : new LandfallError("INTERNAL", { detail: error instanceof Error ? error.message : String(error), cause: error });
