/** Whose photographs a camera's are: the camera as JSON, and whether that counts for more than what files say. */
export const cameraPeople = `
CREATE TABLE camera_person (
  population TEXT NOT NULL REFERENCES population (id),
  camera TEXT NOT NULL,
  person TEXT NOT NULL REFERENCES person (id),
  is_first INTEGER NOT NULL,
  set_ms INTEGER NOT NULL,
  PRIMARY KEY (population, camera)
) STRICT;
`;
