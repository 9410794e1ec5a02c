/** Sheets and tracks of a scan job. */
import { z } from "zod";
import { defineContract } from "../../contract.ts";
import { ManifestId, ScanJobId } from "../../ids.ts";
import { HeaderFingerprint, SheetMapping } from "../sheets.ts";
import { SourcePaths, SourcesView } from "../sources.ts";
import { read } from "./parts.ts";

const job = z.object({ id: ScanJobId });

export const sourceErrors = ["SHEET_NOT_FOUND", "SHEET_UNREADABLE", "SHEET_TOO_LARGE", "TRACK_UNREADABLE"] as const;

export const sourceRoutes = defineContract({
  sources: {
    method: "GET",
    path: "/scan-jobs/{id}/sources",
    summary: "Its sheets and tracks, their columns, and what became of their rows",
    auth: "required",
    params: job,
    response: SourcesView,
    status: 200,
    errors: read,
  },
  setSources: {
    method: "PUT",
    path: "/scan-jobs/{id}/sources",
    summary: "Use these sheets and tracks: they are read, and the photographs are grouped again with decisions kept",
    auth: "required",
    params: job,
    body: SourcePaths,
    response: SourcesView,
    status: 200,
    errors: [...read, ...sourceErrors, "FOLDER_NOT_ALLOWED", "ALREADY_RUNNING"],
  },
  mapSheet: {
    method: "PUT",
    path: "/sheet-mappings/{fingerprint}",
    summary: "Say what the columns of a header are; it is remembered, and what it touches is grouped again",
    auth: "required",
    params: z.object({ fingerprint: HeaderFingerprint }),
    body: SheetMapping,
    response: z.object({ regrouped: z.array(z.object({ scanJobId: ScanJobId, manifestId: ManifestId })) }),
    status: 200,
    errors: read,
  },
});
