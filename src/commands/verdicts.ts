import type { Checkup } from "../store/checkup.ts";
import type { WireTeam } from "../resources/team.ts";
import type { TemporalCheckup } from "../temporal/checkup.ts";
import { plain } from "./output.ts";

/** What one look has found, with what to do about it. */
export interface Finding {
  check: string;
  state: "ok" | "warn" | "fail";
  detail: string;
  /** null where there is nothing to be done. */
  remedy: string | null;
}

/** What is tested with. */
const OLDEST_MAJOR = 6;
const CLOCK_WARN = 1000;
const CLOCK_FAIL = 30_000;
/** Milliseconds: a week. */
const SOON = 604_800_000;
const GIB = 1024 ** 3;

/** A finding with nothing to be done. */
export const ok = (check: string, detail: string): Finding => ({ check, state: "ok", detail, remedy: null });
/** A finding that stops FastHook from working. */
export const fail = (check: string, detail: string, remedy: string): Finding => {
  return { check, state: "fail", detail, remedy };
};
/** A finding that may come to trouble. */
export const warn = (check: string, detail: string, remedy: string): Finding => {
  return { check, state: "warn", detail, remedy };
};

/** What there is to say of a database. */
export function ofDatabase(it: Checkup): Finding[] {
  const isOld = Number.parseInt(it.version, 10) < OLDEST_MAJOR;
  const member = `${it.version}, ${it.replicaSet ? `replica set ${it.replicaSet}` : "no replica set"}`;
  return [
    it.replicaSet === null
      ? fail("mongodb", member, "start mongod with --replSet and run rs.initiate(): transactions need one")
      : isOld
        ? warn("mongodb", member, `update MongoDB to ${OLDEST_MAJOR}.0 or newer`)
        : ok("mongodb", member),
    it.isWritable
      ? ok("mongodb primary", "takes writes")
      : fail(
          "mongodb primary",
          "it takes no writes",
          "wait for an election, or name the whole replica set in MONGODB_URI",
        ),
    ofIndexes(it),
    ofClock(it.clockAhead),
  ];
}

function ofIndexes({ isNew, missingIndexes }: Checkup): Finding {
  if (isNew) return ok("mongodb indexes", "the database is new: the first start makes them");
  if (missingIndexes.length === 0) return ok("mongodb indexes", "all there");
  return warn("mongodb indexes", `missing: ${missingIndexes.join(", ")}`, "start FastHook: it makes them");
}

/** `ahead` in milliseconds. */
export function ofClock(ahead: number): Finding {
  const detail = `MongoDB's is ${Math.abs(ahead)} ms ${ahead < 0 ? "behind" : "ahead of"} ours`;
  const remedy = "let NTP set the clocks of both machines";
  if (Math.abs(ahead) >= CLOCK_FAIL) return fail("clock", detail, remedy);
  return Math.abs(ahead) >= CLOCK_WARN ? warn("clock", detail, remedy) : ok("clock", detail);
}

/** What there is to say of the key, by what the database said of it. */
export function ofSecretKey(isGiven: boolean, keyFits: boolean | null): Finding {
  const check = "secret key";
  if (!isGiven) {
    return fail(
      check,
      "FASTHOOK_SECRET_KEY is not set",
      "set the one of this database, or make one: openssl rand -base64 32",
    );
  }
  if (keyFits === null) return ok(check, "nothing is sealed yet");
  return keyFits
    ? ok(check, "opens what is sealed in the database")
    : fail(
        check,
        "the database's secrets are sealed with another key",
        "set that one, or name it in FASTHOOK_SECRET_KEY_PREVIOUS",
      );
}

/** What there is to say of a Temporal server. */
export function ofTemporal(
  { version, hasNamespace, missingAttributes }: TemporalCheckup,
  namespace: string,
): Finding[] {
  if (!hasNamespace) {
    const remedy = `temporal operator namespace create --namespace ${namespace}, or set TEMPORAL_NAMESPACE`;
    return [ok("temporal", version), fail("temporal namespace", `there is no ${namespace}`, remedy)];
  }
  const attributes =
    missingAttributes.length === 0
      ? ok("temporal search attributes", "all there")
      : warn(
          "temporal search attributes",
          `missing: ${missingAttributes.join(", ")}`,
          "start FastHook: it makes them",
        );
  return [ok("temporal", version), ok("temporal namespace", namespace), attributes];
}

/** What there is to say of the key that commands call with, by what its gateway said of it. */
export function ofApiKey({ id, name, api_key: key }: WireTeam, url: string, now: Date): Finding {
  const check = "api key";
  const until = key.expires_at ? `, until ${key.expires_at}` : "";
  const detail = `${plain(key.name)} (${key.id}) of ${plain(name)} (${id}) at ${url}: ${key.scopes.join(", ")}${until}`;
  const isEnding = key.expires_at !== null && Date.parse(key.expires_at) - now.getTime() < SOON;
  return isEnding ? warn(check, detail, "make another one before: POST /v1/api_keys") : ok(check, detail);
}

/** What there is to say of a disk with so many bytes left. */
export function ofDisk(folder: string, free: number): Finding {
  const detail = `${(free / GIB).toFixed(1)} GiB free for ${folder}`;
  const remedy = "free some, or set FASTHOOK_DATA_DIR to another disk";
  if (free < GIB / 4) return fail("disk", detail, remedy);
  return free < 2 * GIB ? warn("disk", detail, remedy) : ok("disk", detail);
}
