/** The bands of {@link looks} by which pictures that differ in fewer bits are found: one of them is the same. */
const bands = [1, 3, 5, 7, 9, 11, 13, 15];

/** Bursts of images, and what pictures look like: sixteen bytes each, null where a picture shows too little; with those that look nearly the same. */
export const looks = `
ALTER TABLE image ADD COLUMN burst INTEGER;
CREATE INDEX image_of_burst ON image (encounter, burst, ordinal, paired_with) WHERE burst IS NOT NULL;

CREATE TABLE picture_look (
  pk INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE,
  look BLOB
) STRICT;
${bands.map((at) => `CREATE INDEX picture_look_band_${at} ON picture_look (substr(look, ${at}, 2)) WHERE look IS NOT NULL;`).join("\n")}

CREATE TABLE picture_near (
  sha256 TEXT NOT NULL,
  other TEXT NOT NULL,
  bits INTEGER NOT NULL,
  PRIMARY KEY (sha256, other)
) STRICT, WITHOUT ROWID;
`;
