/** What a person calls the fields that a sheet may fill. */
import type { FurtherFieldName } from "./encounter.ts";

export const furtherFieldWords: Readonly<Record<FurtherFieldName, string>> = {
  eventTime: "Time",
  fieldNumber: "Encounter number as written",
  parentEventID: "Shared sighting",
  coordinateUncertaintyInMeters: "Position within (m)",
  scientificName: "Scientific name",
  vernacularName: "Species",
  organismName: "Individuals",
  individualCount: "Group size",
  groupSizeMin: "Group size, at least",
  groupSizeMax: "Group size, at most",
  behavior: "Behaviour",
  eventRemarks: "Remarks",
  available: "Embargo until",
  eventType: "Kind of encounter",
};
