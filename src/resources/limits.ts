const DAY = 86_400_000;

/** No wait of a rule, and no series of retries, is longer: 7 days in milliseconds. */
export const LONGEST_WAIT = 7 * DAY;

/** A `Retry-After` is honoured up to this: 24 hours in milliseconds. */
export const LONGEST_RETRY_AFTER = DAY;
