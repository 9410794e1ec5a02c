/** Files of one picture by their time: of a lens cap or a time-lapse by night there may be thousands. */
export const pictureTimes = `
DROP INDEX file_by_picture;
CREATE INDEX file_by_picture ON file (picture_sha256, json_extract(metadata, '$.localTime')) WHERE picture_sha256 IS NOT NULL;
`;
