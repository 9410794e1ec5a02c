/** Why PostgreSQL cannot be used when the hub starts: a sentence that names it, and what to do. Never holds a password. */
import { LandfallError, systemCode } from "@landfall/protocol";

const wayToSay = "--database-url (or LANDFALL_DATABASE_URL)";

/** VALIDATION_FAILED where it is no address of a PostgreSQL database. */
export function checkDatabaseUrl(url: string): void {
  const parsed = URL.parse(url);
  if (parsed && /^postgres(ql)?:$/.test(parsed.protocol)) return;
  throw new LandfallError("VALIDATION_FAILED", {
    detail: `What ${wayToSay} says is no address of a PostgreSQL database: write postgres://USER:PASSWORD@HOST:5432/DATABASE, with % and two digits for what is not a letter or digit in the password.`,
  });
}

interface Place {
  readonly server: string;
  readonly user: string;
  readonly database: string;
}

/** As pg reads it: where nothing is named, the user and the database are called as whoever runs the hub. */
function placeOf(url: string): Place {
  const parsed = URL.parse(url);
  const host = parsed?.hostname || parsed?.searchParams.get("host") || "localhost";
  const user = decodeURIComponent(parsed?.username ?? "") || (process.env.USER ?? "");
  const database = decodeURIComponent(parsed?.pathname.slice(1) ?? "") || user;
  return { server: `PostgreSQL at ${host}:${parsed?.port || 5432}`, user, database };
}

type Sentence = (at: Place, said: string) => string;

const sentences: readonly [RegExp, Sentence][] = [
  [
    /^(ECONNREFUSED|ENOENT)$/,
    ({ server }) => `${server} is not running: nothing answers there. Start it, or correct the address in ${wayToSay}.`,
  ],
  [
    /^(ENOTFOUND|EAI_AGAIN)$/,
    ({ server }) =>
      `${server} cannot be found: its name is not known. Correct it in ${wayToSay}, or check the network.`,
  ],
  [
    /^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ECONNRESET|EPIPE)$/,
    ({ server }) =>
      `${server} cannot be reached. Check the network and the firewall in between, and the address in ${wayToSay}.`,
  ],
  [
    /^28P01$/,
    ({ server, user }) =>
      `${server} does not take the password of the user ${user}, or has no such user. Correct both in ${wayToSay}.`,
  ],
  [
    /^28000$/,
    ({ server, user }, said) =>
      `${server} does not let the user ${user} in (${said}). Correct the user in ${wayToSay}, or have the server allow it (pg_hba.conf).`,
  ],
  [
    /^3D000$/,
    ({ server, database }) =>
      `${server} has no database "${database}". Make it (createdb ${database}), or correct the name in ${wayToSay}.`,
  ],
  [
    /^42501$/,
    ({ server, user, database }, said) =>
      `${server} does not let the user ${user} make tables in "${database}" (${said}). Make that user its owner: ALTER DATABASE "${database}" OWNER TO "${user}".`,
  ],
  [/^53300$/, ({ server }) => `${server} has no connection left. Raise its max_connections, or end other programs.`],
  [/^57P03$/, ({ server }) => `${server} is just starting. Try again in a moment.`],
];

/** What pg says without a code. */
const uncoded: readonly [RegExp, Sentence][] = [
  [
    /timeout exceeded when trying to connect/,
    ({ server }) =>
      `${server} does not answer within 10 seconds. Check the network and the firewall in between, and the address in ${wayToSay}.`,
  ],
  [
    /Connection terminated/,
    ({ server }) => `${server} broke the connection off. Whether that is PostgreSQL, and runs well, its own log says.`,
  ],
  [
    /does not support SSL/,
    ({ server }) => `${server} does not speak TLS, which the address asks for: leave sslmode out of ${wayToSay}.`,
  ],
  [
    /password must be a string|client password/,
    ({ server, user }) => `${server} asks for the password of the user ${user}: write it in ${wayToSay}.`,
  ],
];

/** As it was thrown where it is nothing of the kind. */
export function toDatabaseTrouble(thrown: unknown, url: string): unknown {
  if (thrown instanceof LandfallError) return thrown;
  const said = thrown instanceof Error ? thrown.message : String(thrown);
  const code = systemCode(thrown) ?? "";
  const sentence =
    sentences.find(([codes]) => codes.test(code))?.[1] ?? uncoded.find(([words]) => words.test(said))?.[1];
  if (!sentence) return thrown;
  return new LandfallError("HUB_UNAVAILABLE", { detail: sentence(placeOf(url), said), cause: thrown });
}
