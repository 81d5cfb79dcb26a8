/** Where spans go. */
export interface TracingSettings {
  /** Base of the OTLP receiver over HTTP: spans go to its `/v1/traces`. */
  endpoint: string;
  /** Sent with them. */
  headers: Record<string, string>;
  serviceName: string;
  /** From 0 to 1: the share of the webhooks that are traced. */
  share: number;
}

/** Of a span: what it may say of itself. */
export type Attributes = Record<string, string | number | boolean | null | undefined>;

/** What a span begins with. */
export interface SpanStart {
  name: string;
  kind: "server" | "internal" | "producer" | "client";
  /** The `traceparent` of the span that it is part of; null: it is the first of its trace. */
  parent: string | null;
  /** Whether somebody else made that span: whether this one is kept is then decided anew. */
  remote?: boolean;
  /** The `traceparent` of a span that it only has to do with. */
  link?: string | null;
  /** Now, where nothing is said. */
  startedAt?: Date;
  attributes?: Attributes;
}

/** A step that is under way. */
export interface Span {
  /** For those that are part of it, in this process or another one. */
  traceparent: string;
  /** `error` says why it failed, in a word; null or missing: it did not. */
  end: (end?: { attributes?: Attributes; error?: string | null }) => void;
}

/** Makes spans. Disposing it sends those that are not sent yet. */
export interface Tracer extends AsyncDisposable {
  begin: (start: SpanStart) => Span;
}
