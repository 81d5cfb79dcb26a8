import type { Json as JsonValue } from "../../../resources/wire.ts";
import { spoken } from "../format.ts";

/** Why a connection did not take a request, as plainly as can be told. */
export function RoutingDetail({
  cause,
  detail,
}: {
  cause: string | null;
  detail: Record<string, JsonValue> | null;
}) {
  if (!cause) return null;
  if (!detail) return <span>{spoken(cause)}</span>;
  const { duplicate_of, message, error, failed } = detail;
  const { path, operator, expected, actual } = isObject(failed) ? failed : detail;
  if (typeof duplicate_of === "string") {
    return (
      <span>
        duplicate of <a href={`/events/${duplicate_of}`}>{duplicate_of}</a>
      </span>
    );
  }
  if (typeof path === "string") {
    return (
      <span>
        filtered: <code>{path}</code> was <code>{JSON.stringify(actual ?? null)}</code>, wanted{" "}
        <code>
          {typeof operator === "string" ? operator : ""} {JSON.stringify(expected ?? null)}
        </code>
      </span>
    );
  }
  const said = message ?? error;
  return (
    <span>
      {spoken(cause)}: {typeof said === "string" ? said : <code>{JSON.stringify(detail)}</code>}
    </span>
  );
}

const isObject = (value: JsonValue | undefined): value is Record<string, JsonValue> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
