/** What goes wrong between the station, the hub and its blobs. */
import type { Entry } from "./entry.ts";

export const onTheWay = {
  // The way to the hub
  HUB_OFFLINE: {
    tier: "offline",
    status: 503,
    message: "The hub cannot be reached.",
    hint: "Check the network. The run goes on by itself when the hub answers again.",
  },
  HUB_DISK_FULL: {
    tier: "transient",
    status: 507,
    message: "The hub's disk is full.",
    hint: "Tell whoever runs the hub to make room on it. Then it goes on by itself; nothing was lost.",
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
} as const satisfies Record<string, Entry>;
