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
  const body = () => {
    if (problem) return { instead: <ProblemNotice problem={problem} retry={retry} /> };
    if (raw) return raw.text;
    return { instead: wanted ? <Waiting /> : <Fetch size={size} fetch={() => want(true)} /> };
  };
  return <Message headers={headers} query={query} body={body()} size={size} note={note} />;
}

function Fetch({ size, fetch }: { size: number; fetch: () => void }) {
  return (
    <p>
      <button type="button" class="button" onClick={fetch}>
        Show the body, {bytes(size)}
      </button>
    </p>
  );
}
