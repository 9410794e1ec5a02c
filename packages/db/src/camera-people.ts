/** Whose photographs a camera's are. A population keeps it for its next scans. */
import type { Camera, CameraPersonRequest, PopulationId } from "@landfall/protocol";
import type { CameraPerson } from "@landfall/survey";
import { type StationDatabase, statement, write } from "./database.ts";
import { ensurePerson, forgetUnnamed } from "./people.ts";

const cameraText = ({ make, model, serial, folder }: Camera): string => JSON.stringify({ make, model, serial, folder });

/** In the order in which they were said. */
export const cameraPeopleOf = (db: StationDatabase, population: PopulationId): CameraPerson[] =>
  statement<{ camera: string; person: string; is_first: number }>(
    db,
    `SELECT c.camera, p.name AS person, c.is_first FROM camera_person AS c JOIN person AS p ON p.id = c.person
     WHERE c.population = ? ORDER BY c.set_ms, c.camera`,
  )
    .all(population)
    .map(({ camera, person, is_first }) => ({ camera: JSON.parse(camera), person, isFirst: is_first === 1 }));

/** A person that is new is made; one that nothing names any more, and no hub has, goes. */
export function storeCameraPerson(
  db: StationDatabase,
  population: PopulationId,
  { camera, person, isFirst }: CameraPersonRequest,
): void {
  write(db, () => {
    const text = cameraText(camera);
    if (person === null)
      statement(db, "DELETE FROM camera_person WHERE population = ? AND camera = ?").run(population, text);
    else
      statement(
        db,
        `INSERT INTO camera_person (population, camera, person, is_first, set_ms) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (population, camera) DO UPDATE SET person = excluded.person, is_first = excluded.is_first, set_ms = excluded.set_ms`,
      ).run(population, text, ensurePerson(db, population, person), Number(isFirst), db.now());
    forgetUnnamed(db, population);
  });
}
