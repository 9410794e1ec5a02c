export { openContainer } from "./azure/container.ts";
export { withTurns } from "./azure/paced.ts";
export type { AzureAccess, AzureContainer, BlobItem } from "./azure/port.ts";
export { readBlobThumbnail } from "./azure/thumbnail.ts";
export * from "./check-draft.ts";
export { applySet, type Fields } from "./group/apply-set.ts";
export { areaAround, isInside, isOutside, outsideText, turnedInside } from "./group/area.ts";
export { foundBetween, shotOf } from "./group/between-shots.ts";
export { type CameraSummary, camerasOf, type TracksOfRoots } from "./group/cameras.ts";
export { absolutePath, clockEffect, isOfCamera, withClocks } from "./group/clocks.ts";
export { isVideoType } from "./group/companions.ts";
export { withoutCopies } from "./group/copies.ts";
export { positionFinding, usualPlace } from "./group/far-positions.ts";
export { severalDays } from "./group/folder-days.ts";
export { groupFiles, groupWithSources } from "./group/group-files.ts";
export { nothingSaid } from "./group/image-facts.ts";
export { assignNumbers, type Numbered } from "./group/numbers.ts";
export { eachOnce } from "./group/once.ts";
export { type TurnedRound, turnedRound } from "./group/turned-round.ts";
export {
  type FoundIn,
  individualsIn,
  keywordsOf,
  withIndividualsFound,
  withIndividualsWritten,
} from "./individuals/animals.ts";
export {
  animalsIn,
  type IdentifierRules,
  type Identifiers,
  identifiersBy,
  noIdentifiers,
} from "./individuals/identifiers.ts";
export { patternOf } from "./individuals/pattern.ts";
export { isOfCatalogue } from "./individuals/reference.ts";
export { type EmbeddedPreviews, embeddedPreviews } from "./metadata/embedded-previews.ts";
export { coverageOf } from "./patterns/coverage.ts";
export { datesOfRoots } from "./patterns/date-order.ts";
export { suggestPatterns } from "./patterns/suggest.ts";
export { fitTree, photographsIn, showRow, type TreeFolder, treeOf } from "./patterns/tree.ts";
export {
  type CameraPerson,
  knownNames,
  type Names,
  namesOfPatch,
  noPeople,
  type PeopleRules,
  type Resolved,
  resolverOf,
  withPeopleTyped,
} from "./people/resolve.ts";
export { type NameToResolve, suggestionsFor } from "./people/suggest.ts";
export * from "./ports.ts";
export { mediaTypeOf } from "./scan/classify.ts";
export { isSameShot } from "./scan/companions.ts";
export { isPictureOrFilmName, rawTiffExtensions } from "./scan/extensions.ts";
export { keptTime } from "./scan/found.ts";
export { isJunkFile, isJunkFolder, isLitter, isTrashFolder, isUnfinished } from "./scan/junk.ts";
export { textOfName } from "./scan/names.ts";
export { scanFolders } from "./scan/scan-folders.ts";
export { cellText } from "./sheets/cells.ts";
export { orderOf } from "./sheets/column-reading.ts";
export { coordinateColumns, partOf } from "./sheets/coordinate-columns.ts";
export type { GuessedColumn } from "./sheets/guess-columns.ts";
export { mayBeSame, peopleIn } from "./sheets/people.ts";
export { readSheet, type Sheet, type SheetTable, sheetExtensions } from "./sheets/read-sheet.ts";
export type { RowProblem } from "./sheets/row-problem.ts";
export { groupFields } from "./sheets/row-values.ts";
export { sheetChanges } from "./sheets/sheet-changes.ts";
export { guessedMapping, isOfSightings, sightingsOf } from "./sheets/sheet-rows.ts";
export { type ReadSource, readSource, type SourceToRead } from "./sources/read-source.ts";
export type { Place } from "./tracks/distance.ts";
export { readGpx } from "./tracks/read-gpx.ts";
