import type { z } from "zod";
import { RESOURCES } from "./examples.ts";
import type { Operation } from "./operation.ts";

/** A stream of server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export interface Stream {
  /** Below /v1. */
  path: "/requests/stream" | "/events/stream";
  /** The shared schema of what it tells. */
  of: "Request" | "Event";
  /** As of the list. */
  query: z.ZodType;
}

const DESCRIPTION = `Server-sent events, until the client goes. The first is always \`missed\`: what was read before may be
out of date, so read the list now; it comes again whenever more has changed than is told. \`changes\` has \`models\`, what
is new or changed and matches the filter, as the list has it, and \`gone\`, the ids of what changed and no longer matches.
\`dropped\` ends a stream whose client reads too slowly. A comment comes each 15 s. 503 where 64 streams of the team, or
256 of the process, are open.`;

/** A stream as an operation; its parameters are those of the list. */
export function streamOperation({ path, of }: Stream): Omit<Operation, "parameters"> {
  const noun = path.split("/")[1]!;
  const changes = JSON.stringify({ models: [RESOURCES[of]], gone: [] });
  const example = `retry: 2000\n\nevent: missed\ndata: {}\n\nevent: changes\ndata: ${changes}\n\n`;
  const schema = {
    type: "string",
    description: `The data of \`changes\` is JSON: {models: list of ${of}, gone: list of ids}`,
  };
  const problems = { 401: "UNAUTHORIZED", 403: "FORBIDDEN", 422: "VALIDATION_FAILED", 503: "UNAVAILABLE" };
  return {
    operationId: `get${of}sStream`,
    summary: `Follow ${noun} live`,
    description: DESCRIPTION.replaceAll("\n", " "),
    tags: [noun],
    responses: {
      200: { description: "Success", content: { "text/event-stream": { schema, example } } },
      ...Object.fromEntries(
        Object.entries(problems).map(([status, code]) => [
          status,
          { $ref: `#/components/responses/${code}` },
        ]),
      ),
    },
  };
}
