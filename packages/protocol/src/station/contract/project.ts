/** A project that moves to another machine. */
import { defineContract } from "../../contract.ts";
import { ImportedProject, ImportRequest } from "../project.ts";
import { signedIn } from "./parts.ts";

export const projectRoutes = defineContract({
  importProject: {
    method: "POST",
    path: "/project:import",
    summary: "Take in a project archive, all of it or nothing; only where nothing was scanned yet",
    auth: "required",
    body: ImportRequest,
    response: ImportedProject,
    status: 201,
    errors: [
      ...signedIn,
      "ARCHIVE_NOT_FOUND",
      "ARCHIVE_REFUSED",
      "PROJECT_NOT_EMPTY",
      "FOLDER_NOT_ALLOWED",
      "FOLDER_NOT_FOUND",
    ],
  },
});
