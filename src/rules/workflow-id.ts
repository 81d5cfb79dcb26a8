/** The workflow id of an event: the event's own. */
export const eventWorkflowId = (eventId: string): string => eventId;

/**
 * The workflow id of the one event that a deduplication window delivers: all copies in the window have it, so that no
 * two of them can run. `keyHash` in hex, `windowStart` in epoch milliseconds.
 */
export const dedupeWorkflowId = (connectionId: string, keyHash: string, windowStart: number): string =>
  `${connectionId}-${keyHash.slice(0, 32)}-${windowStart}`;
