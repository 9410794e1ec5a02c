/**
 * The two XML files of a Darwin Core Archive, as facts of their schemas: `meta.xml` by the text guide
 * (http://rs.tdwg.org/dwc/text/tdwg_dwc_text.xsd), `eml.xml` by the GBIF profile 1.1 of EML 2.1.1
 * (http://rs.gbif.org/schema/eml-gbif-profile/1.1/eml.xsd). Elements that we never write are not described.
 */
import { anyText, anyUri, decimal, integer, type Model, nonEmpty, yearDate } from "./elements.ts";

const file = {
  linesTerminatedBy: anyText,
  fieldsTerminatedBy: anyText,
  fieldsEnclosedBy: anyText,
  ignoreHeaderLines: integer,
  "rowType!": anyText,
  encoding: anyText,
  dateFormat: anyText,
};
const id: Model = { content: "", attributes: { index: integer } };

export const metaModels: Readonly<Record<string, Model>> = {
  archive: { content: "core extension*", attributes: { metadata: anyUri } },
  core: { content: "files id? field+", attributes: file },
  extension: { content: "files coreid field+", attributes: file },
  files: { content: "location+" },
  location: { content: anyText },
  id,
  coreid: id,
  field: {
    content: "",
    attributes: { index: integer, "term!": anyUri, default: anyText, vocabulary: anyUri, delimitedBy: anyText },
  },
};

const agent: Model = {
  content: "(organizationName|individualName|positionName)+ address? phone? electronicMailAddress? onlineUrl? userId*",
};
const text: Model = { content: nonEmpty };
const number: Model = { content: decimal };
const date: Model = { content: "calendarDate" };

export const emlModels: Readonly<Record<string, Model>> = {
  "eml:eml": {
    content: "dataset additionalMetadata?",
    attributes: {
      "packageId!": anyText,
      "system!": anyText,
      "scope!": (value) => value === "system",
      "xml:lang": nonEmpty,
    },
  },
  dataset: {
    content:
      "alternateIdentifier* title+ creator+ metadataProvider+ associatedParty* pubDate language? abstract keywordSet* additionalInfo? intellectualRights? distribution? coverage? purpose? maintenance? contact+ methods? project?",
  },
  alternateIdentifier: { content: anyText },
  title: { content: nonEmpty, attributes: { "xml:lang": nonEmpty } },
  creator: agent,
  metadataProvider: agent,
  contact: agent,
  associatedParty: { content: `${agent.content} role` },
  organizationName: text,
  individualName: { content: "givenName? surName" },
  surName: text,
  role: { content: anyText },
  pubDate: { content: yearDate },
  language: text,
  abstract: { content: "para+" },
  para: { content: anyText },
  coverage: { content: "(geographicCoverage|temporalCoverage|taxonomicCoverage)+" },
  geographicCoverage: { content: "geographicDescription boundingCoordinates" },
  geographicDescription: text,
  boundingCoordinates: {
    content: "westBoundingCoordinate eastBoundingCoordinate northBoundingCoordinate southBoundingCoordinate",
  },
  westBoundingCoordinate: number,
  eastBoundingCoordinate: number,
  northBoundingCoordinate: number,
  southBoundingCoordinate: number,
  temporalCoverage: { content: "(rangeOfDates|singleDateTime)" },
  rangeOfDates: { content: "beginDate endDate" },
  beginDate: date,
  endDate: date,
  calendarDate: { content: yearDate },
  taxonomicCoverage: { content: "generalTaxonomicCoverage? taxonomicClassification+" },
  taxonomicClassification: { content: "taxonRankName? taxonRankValue commonName?" },
  taxonRankValue: text,
};
