/** What goes wrong in the station's own house, what waits for a person, and what a request has wrong. */
import type { Entry } from "./entry.ts";

export const house = {
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
    hint: "Make room on it. What was at work then goes on by itself; what was refused is to be done again. Nothing was lost.",
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
  STATION_OTHER_VERSION: {
    tier: "request",
    status: 502,
    message: "The station that runs is of another version of Landfall than this page.",
    hint: "Stop the station and start it again, then reload the page. Nothing is lost.",
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
  OTHER_HUB: {
    tier: "person",
    status: 409,
    message: "This is another hub than the one that has this station's photographs.",
    hint: "Nothing was changed. Check the address, and connect to the hub that has them. Only if the station is to belong to this hub from now on, connect to it on purpose: the receipts of the former one are let go, and the next sync of each manifest asks this hub for everything and sends what it lacks.",
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
  ANSWER_CARRIED_OUT: {
    tier: "person",
    status: 409,
    message: "The encounter was delivered already: which one of the hub it is was settled by that.",
    hint: "Split it, move its images to another encounter or leave them out, and approve; the next sync corrects the hub.",
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
  HUB_WENT_BACK: {
    tier: "request",
    status: 412,
    message: "The hub lacks changes that this station has seen there: it was put back to an earlier state.",
    hint: "Sync again: what the hub was told since then, it is told again.",
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
