import { useState } from "preact/hooks";
import { bytes } from "../format.ts";
import { ProblemNotice, Waiting } from "../parts/notice.tsx";
import { Message } from "../parts/payload.tsx";
import type { HeaderFields } from "../wire.ts";
import { useRawBody } from "./use-raw-body.ts";

/** A body larger than this is fetched only when asked for. */
export const FETCHED_UP_TO = 262_144;

/** A message whose body is shown as it came, byte for byte where it is text. */
export function RawMessage({
  path,
  size,
  headers,
  query,
  note,
}: {
  /** Where the API has the body. */
  path: string;
  size: number;
  headers: HeaderFields;
  query?: string;
  note?: string | null;
}) {
  const [wanted, want] = useState(size <= FETCHED_UP_TO);
  const { raw, problem, retry } = useRawBody(wanted ? path : null, headers);
  if (problem) return <ProblemNotice problem={problem} retry={retry} />;
  if (!wanted)
    return (
      <p>
        <button type="button" class="button" onClick={() => want(true)}>
          Show the body, {bytes(size)}
        </button>
      </p>
    );
  if (!raw) return <Waiting />;
  return <Message headers={headers} query={query} body={raw.text} size={size} note={note} />;
}
