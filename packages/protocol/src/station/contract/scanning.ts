/** Folders, and what is read from them. */
import { z } from "zod";
import { defineContract } from "../../contract.ts";
import { ScanJobId } from "../../ids.ts";
import { FolderView, ScanJobView, ScanRequest } from "../schemas.ts";

import { read, signedIn } from "./parts.ts";

export const scanningRoutes = defineContract({
  folders: {
    method: "GET",
    path: "/folders",
    summary: "The folders in a folder, under the allowed roots",
    auth: "required",
    query: z.object({ path: z.string().optional() }),
    response: FolderView,
    status: 200,
    errors: [...signedIn, "FOLDER_NOT_ALLOWED", "FOLDER_NOT_FOUND"],
  },
  scan: {
    method: "POST",
    path: "/scan-jobs",
    summary: "Read folders, or folders of Azure containers, into a draft manifest",
    auth: "required",
    body: ScanRequest,
    response: ScanJobView,
    status: 202,
    errors: [
      ...signedIn,
      "FOLDER_NOT_FOUND",
      "FOLDER_NOT_ALLOWED",
      "ALREADY_RUNNING",
      "CREDENTIAL_MISSING",
      "CONTAINER_REFUSED",
      "CONTAINER_NOT_FOUND",
      "CONTAINER_OFFLINE",
    ],
  },
  rescan: {
    method: "POST",
    path: "/scan-jobs/{id}:scan",
    summary: "Read its folders again, as it was told the last time; unchanged files are not read",
    auth: "required",
    params: z.object({ id: ScanJobId }),
    response: ScanJobView,
    status: 202,
    errors: [
      ...read,
      "FOLDER_NOT_FOUND",
      "FOLDER_NOT_ALLOWED",
      "ALREADY_RUNNING",
      "CREDENTIAL_MISSING",
      "CONTAINER_REFUSED",
      "CONTAINER_NOT_FOUND",
      "CONTAINER_OFFLINE",
    ],
  },
  scanJob: {
    method: "GET",
    path: "/scan-jobs/{id}",
    summary: "How far a scan is, and its result",
    auth: "required",
    params: z.object({ id: ScanJobId }),
    response: ScanJobView,
    status: 200,
    errors: read,
  },
  pauseScan: {
    method: "POST",
    path: "/scan-jobs/{id}:pause",
    summary: "Let a scan wait; nothing is read until it is resumed",
    auth: "required",
    params: z.object({ id: ScanJobId }),
    response: ScanJobView,
    status: 200,
    errors: read,
  },
  resumeScan: {
    method: "POST",
    path: "/scan-jobs/{id}:resume",
    summary: "Let a paused scan go on where it is",
    auth: "required",
    params: z.object({ id: ScanJobId }),
    response: ScanJobView,
    status: 200,
    errors: read,
  },
  cancelScan: {
    method: "POST",
    path: "/scan-jobs/{id}:cancel",
    summary: "Stop a scan; what was read stays cached",
    auth: "required",
    params: z.object({ id: ScanJobId }),
    response: ScanJobView,
    status: 200,
    errors: read,
  },
});
