/** The station itself: what the dashboard starts from, sign-in, settings, the connection, the activity log. */
import { z } from "zod";
import { defineContract } from "../../contract.ts";
import { ActivityPage, ActivityQuery } from "../activity.ts";
import { LinkProbeView } from "../link-probe.ts";
import { HubStatus, KeyStatus, StationSnapshot } from "../schemas.ts";
import { SettingsPatch, StationSettings } from "../settings.ts";

import { hubErrors, signedIn } from "./parts.ts";

export const serviceRoutes = defineContract({
  snapshot: {
    method: "GET",
    path: "/snapshot",
    summary: "Everything the dashboard starts from",
    auth: "required",
    response: StationSnapshot,
    status: 200,
    errors: signedIn,
  },
  signInLink: {
    method: "POST",
    path: "/sign-in-links",
    summary: "A one-time link that signs a browser in",
    auth: "required",
    response: z.object({ url: z.url() }),
    status: 201,
    errors: signedIn,
  },
  outputFile: {
    method: "POST",
    path: "/output-files:check",
    summary: "Where a command may write a file of its own: its real path, or why it may not. Writes nothing",
    auth: "required",
    body: z.object({
      /** Absolute. */
      path: z.string().min(1).max(4096),
      /** A file that is there may be replaced, unless it is a photograph or of a scan. */
      replace: z.boolean(),
    }),
    response: z.object({ path: z.string() }),
    status: 200,
    errors: [...signedIn, "OUTPUT_EXISTS", "OUTPUT_PROTECTED", "FOLDER_NOT_FOUND", "FOLDER_NOT_ALLOWED"],
  },
  settings: {
    method: "GET",
    path: "/settings",
    summary: "What is set on this station",
    auth: "required",
    response: StationSettings,
    status: 200,
    errors: signedIn,
  },
  changeSettings: {
    method: "PATCH",
    path: "/settings",
    summary: "Change what is given, to any depth; what is left out stays. Takes effect at once",
    auth: "required",
    body: SettingsPatch,
    response: StationSettings,
    status: 200,
    errors: signedIn,
  },
  connect: {
    method: "PUT",
    path: "/connection",
    summary: "Connect to a hub with an API key; both are checked before they are stored",
    auth: "required",
    body: z.object({
      hub: z.url(),
      key: z.string().min(1).max(500),
      /** On purpose, to another hub than the one that has this station's photographs: what that one has signed for is let go. */
      otherHub: z.boolean().optional(),
    }),
    response: z.object({ hub: HubStatus, key: KeyStatus, populations: z.array(z.string()) }),
    status: 200,
    errors: [...hubErrors, "OTHER_HUB"],
  },
  checkConnection: {
    method: "POST",
    path: "/connection:check",
    summary: "Ask the hub now",
    auth: "required",
    response: z.object({ hub: HubStatus, key: KeyStatus }),
    status: 200,
    errors: signedIn,
  },
  probeLink: {
    method: "POST",
    path: "/link-probe",
    summary: "Test the way to the hub: how fast, how far, how much gets lost",
    auth: "required",
    body: z.object({ seconds: z.number().min(1).max(600).default(30) }),
    response: LinkProbeView,
    status: 202,
    errors: [...hubErrors, "KEY_MISSING", "ALREADY_RUNNING"],
  },
  linkProbe: {
    method: "GET",
    path: "/link-probe",
    summary: "How far the test is, or the last one, and what it proposes; null before the first",
    auth: "required",
    response: LinkProbeView.nullable(),
    status: 200,
    errors: signedIn,
  },
  cancelLinkProbe: {
    method: "POST",
    path: "/link-probe:cancel",
    summary: "End the test",
    auth: "required",
    response: LinkProbeView,
    status: 200,
    errors: [...signedIn, "NOT_FOUND"],
  },
  activity: {
    method: "GET",
    path: "/activity",
    summary: "Who did what, newest first",
    auth: "required",
    query: ActivityQuery,
    response: ActivityPage,
    status: 200,
    errors: signedIn,
  },
});
