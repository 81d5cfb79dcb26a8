/**
 * TypeScript declarations of what a transformation's code finds beside ES2023, for an editor: load them with the
 * library `es2023` alone, since there is neither a DOM nor Node.
 */
export const AMBIENT = `/** Any JSON value. */
type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A webhook, as it was received or as the rule before this one left it. */
interface TransformRequest {
  /** GET, POST, PUT, PATCH, DELETE, HEAD or OPTIONS. */
  method: string;
  /** What followed the source's URL. */
  path: string;
  /** Without the question mark, such as "a=1&b=2". */
  query: string;
  /** By lower-case name; a repeated header is a list of texts. */
  headers: { [name: string]: string | string[] };
  /** JSON and form fields as values, anything else as text. */
  body: any;
}

/** What is known beside the request. */
interface TransformContext {
  /** The transformation's own variables. */
  readonly env: { readonly [name: string]: string };
  readonly connection: { readonly [field: string]: any } | null;
  readonly source: { readonly [field: string]: any } | null;
  readonly request_id: string | null;
  readonly event_id: string | null;
}

/** What is delivered; a field that is left out keeps what it was. Null or undefined ignores the event. */
type TransformResult = Partial<TransformRequest> | null | undefined | void;

/** Registers the one handler of a transformation. It has 1 second and 64 MiB; the clock stands at the request's time. */
declare function addHandler(
  event: "transform",
  handler: (request: TransformRequest, context: TransformContext) => TransformResult | Promise<TransformResult>,
): void;

/** Written to the execution's log: at most 1,000 lines and 64 KiB. */
declare const console: {
  debug(...values: unknown[]): void;
  trace(...values: unknown[]): void;
  log(...values: unknown[]): void;
  dir(...values: unknown[]): void;
  table(...values: unknown[]): void;
  group(...values: unknown[]): void;
  groupCollapsed(...values: unknown[]): void;
  info(...values: unknown[]): void;
  warn(...values: unknown[]): void;
  error(...values: unknown[]): void;
  assert(holds?: unknown, ...values: unknown[]): void;
  /** These do nothing. */
  groupEnd(): void;
  clear(): void;
  count(label?: string): void;
  countReset(label?: string): void;
  time(label?: string): void;
  timeEnd(label?: string): void;
  timeLog(label?: string, ...values: unknown[]): void;
};
`;
