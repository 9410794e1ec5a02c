/**
 * The terms that may describe a row of each type, and what some of their values may be, as facts of what GBIF registers:
 * http://rs.gbif.org/core/dwc_event_2024-02-19.xml, http://rs.gbif.org/core/dwc_occurrence_2025-07-10.xml (its groups record
 * level, occurrence, organism, event and the names of the taxon) and http://rs.gbif.org/extension/ac/audiovisual_2024_11_07.xml.
 */
const words = (text: string): string[] => text.trim().split(/\s+/);
const under = (prefix: string, names: string): string[] => words(names).map((name) => prefix + name);

const dwc = "http://rs.tdwg.org/dwc/terms/";
const dc = "http://purl.org/dc/elements/1.1/";
const dcterms = "http://purl.org/dc/terms/";
const ac = "http://rs.tdwg.org/ac/terms/";
const xmp = "http://ns.adobe.com/xap/1.0/";
const xmpRights = "http://ns.adobe.com/xap/1.0/rights/";
const iptc = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";

const recordLevel = [
  ...under(dc, "type language"),
  ...under(dcterms, "modified license rightsHolder accessRights bibliographicCitation references"),
  ...under(
    dwc,
    "institutionID datasetID institutionCode datasetName ownerInstitutionCode informationWithheld dataGeneralizations dynamicProperties",
  ),
];

const event = under(
  dwc,
  `eventID parentEventID eventType fieldNumber eventDate eventTime startDayOfYear endDayOfYear year month day verbatimEventDate
  habitat samplingProtocol sampleSizeValue sampleSizeUnit samplingEffort fieldNotes eventRemarks`,
);

const location = under(
  dwc,
  `locationID higherGeographyID higherGeography continent waterBody islandGroup island country countryCode stateProvince county
  municipality locality verbatimLocality minimumElevationInMeters maximumElevationInMeters verbatimElevation verticalDatum
  minimumDepthInMeters maximumDepthInMeters verbatimDepth minimumDistanceAboveSurfaceInMeters
  maximumDistanceAboveSurfaceInMeters locationAccordingTo locationRemarks decimalLatitude decimalLongitude geodeticDatum
  coordinateUncertaintyInMeters coordinatePrecision pointRadiusSpatialFit verbatimCoordinates verbatimLatitude
  verbatimLongitude verbatimCoordinateSystem verbatimSRS footprintWKT footprintSRS footprintSpatialFit georeferencedBy
  georeferencedDate georeferenceProtocol georeferenceSources georeferenceRemarks`,
);

const geology = under(
  dwc,
  `geologicalContextID earliestEonOrLowestEonothem latestEonOrHighestEonothem earliestEraOrLowestErathem
  latestEraOrHighestErathem earliestPeriodOrLowestSystem latestPeriodOrHighestSystem earliestEpochOrLowestSeries
  latestEpochOrHighestSeries earliestAgeOrLowestStage latestAgeOrHighestStage lowestBiostratigraphicZone
  highestBiostratigraphicZone lithostratigraphicTerms group formation member bed`,
);

const occurrence = under(
  dwc,
  `collectionID collectionCode basisOfRecord feedbackURL occurrenceID catalogNumber recordNumber recordedBy recordedByID
  individualCount organismQuantity organismQuantityType sex lifeStage reproductiveCondition caste behavior vitality
  establishmentMeans degreeOfEstablishment pathway georeferenceVerificationStatus occurrenceStatus associatedMedia
  associatedOccurrences associatedReferences associatedTaxa otherCatalogNumbers occurrenceRemarks organismID organismName
  organismScope associatedOrganisms previousIdentifications organismRemarks causeOfDeath scientificName vernacularName`,
);

const media = [
  ...under(
    dcterms,
    "identifier type title modified available rights source creator description language temporal format",
  ),
  ...under(dc, "type rights source creator language format"),
  ...under(xmp, "MetadataDate Rating CreateDate"),
  ...under(xmpRights, "Owner UsageTerms WebStatement"),
  ...under("http://ns.adobe.com/photoshop/1.0/", "Credit"),
  ...under("http://ns.adobe.com/exif/1.0/", "PixelXDimension PixelYDimension"),
  ...under(
    iptc,
    "CVterm LocationShown WorldRegion CountryCode CountryName ProvinceState City Sublocation LocationCreated",
  ),
  ...under(
    dwc,
    `scientificName identificationQualifier vernacularName nameAccordingTo scientificNameID identifiedBy dateIdentified sex
    lifeStage preparations`,
  ),
  ...under(
    ac,
    `subtypeLiteral subtype metadataLanguageLiteral metadataLanguage providerManagedID commenterLiteral commenter comments
    reviewerLiteral reviewer reviewerComments hasServiceAccessPoint licenseLogoURL attributionLogoURL attributionLinkURL
    fundingAttribution providerLiteral provider metadataCreatorLiteral metadataCreator metadataProviderLiteral
    metadataProvider caption physicalSetting subjectCategoryVocabulary tag timeOfDay taxonCoverage otherScientificName
    taxonCount subjectPart subjectOrientation digitizationDate captureDevice resourceCreationTechnique
    IDofContainingCollection relatedResourceID providerID derivedFrom associatedSpecimenReference
    associatedObservationReference accessURI variantLiteral variant variantDescription furtherInformationURL
    licensingException serviceExpectation hashFunction hashValue`,
  ),
];

export interface RowType {
  readonly terms: ReadonlySet<string>;
  /** Each row has a value of one of them at least. */
  readonly required: readonly (readonly string[])[];
  /** No two rows have the same. */
  readonly unique: readonly string[];
}

export const rowTypes: Readonly<Record<string, RowType>> = {
  [`${dwc}Event`]: {
    terms: new Set([...recordLevel, ...event, ...location, ...geology]),
    required: [[`${dwc}eventID`]],
    unique: [`${dwc}eventID`],
  },
  [`${dwc}Occurrence`]: {
    terms: new Set([...recordLevel, ...occurrence, ...event]),
    required: [[`${dwc}basisOfRecord`], [`${dwc}occurrenceID`]],
    unique: [`${dwc}occurrenceID`],
  },
  [`${ac}Multimedia`]: {
    // The extension has no terms for where a camera was but a text; Darwin Core's are told all the same.
    terms: new Set([...media, ...under(dwc, "decimalLatitude decimalLongitude")]),
    required: [
      [`${dcterms}identifier`],
      [`${dc}type`, `${dcterms}type`],
      [`${dc}rights`, `${dcterms}rights`],
      [`${ac}metadataLanguageLiteral`, `${ac}metadataLanguage`],
    ],
    unique: [`${dcterms}identifier`],
  },
};

const among =
  (...all: string[]) =>
  (value: string) =>
    all.includes(value);
const number = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;
const from = (least: number, most: number) => (value: string) =>
  number.test(value) && Number(value) >= least && Number(value) <= most;
const whole = (value: string) => /^\d+$/.test(value);
const dateTime = /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/;
const isDate = (value: string) => value.split("/").length <= 2 && value.split("/").every((part) => dateTime.test(part));
const isUri = (value: string) => URL.canParse(value);

/** What a value of a term has to be, where it has one. */
export const valueRules: Readonly<Record<string, (value: string) => boolean>> = {
  [`${dwc}eventDate`]: isDate,
  [`${xmp}CreateDate`]: isDate,
  [`${dcterms}available`]: isDate,
  [`${dwc}decimalLatitude`]: from(-90, 90),
  [`${dwc}decimalLongitude`]: from(-180, 180),
  // Zero is not a valid value of it.
  [`${dwc}coordinateUncertaintyInMeters`]: from(Number.MIN_VALUE, 20_037_509),
  [`${dwc}coordinatePrecision`]: from(0, 180),
  [`${dwc}individualCount`]: whole,
  [`${dwc}occurrenceStatus`]: among("present", "absent"),
  [`${dwc}basisOfRecord`]: among(
    ...words(`MaterialEntity PreservedSpecimen FossilSpecimen LivingSpecimen MaterialSample Event HumanObservation
    MachineObservation Taxon Occurrence MaterialCitation`),
  ),
  [`${dc}type`]: among(...words("Collection StillImage Sound MovingImage InteractiveResource Text")),
  [`${dcterms}type`]: isUri,
  [`${dcterms}rights`]: isUri,
  [`${dcterms}license`]: isUri,
  [`${xmp}Rating`]: from(-1, 5),
  [`${ac}metadataLanguageLiteral`]: (value) => /^[a-z]{2,3}$/.test(value),
};
