/** A project that moves to another machine. */
import { defineContract } from "../../contract.ts";
import { ImportedProject, ImportRequest, ProjectLook } from "../project.ts";
import { signedIn } from "./parts.ts";

const archiveErrors = [
  ...signedIn,
  "ARCHIVE_NOT_FOUND",
  "ARCHIVE_REFUSED",
  "PROJECT_NOT_EMPTY",
  "FOLDER_NOT_ALLOWED",
  "FOLDER_NOT_FOUND",
] as const;

export const projectRoutes = defineContract({
  lookIntoProject: {
    method: "POST",
    path: "/project:look",
    summary: "Which folders a project archive is of; takes nothing in",
    auth: "required",
    body: ImportRequest.pick({ file: true }),
    response: ProjectLook,
    status: 200,
    errors: archiveErrors,
  },
  importProject: {
    method: "POST",
    path: "/project:import",
    summary: "Take in a project archive, all of it or nothing; only where nothing was scanned yet",
    auth: "required",
    body: ImportRequest,
    response: ImportedProject,
    status: 201,
    errors: archiveErrors,
  },
});
