/**
 * Whether an answer's status is one that a retry rule retries. Expressions are a status or a range ("429",
 * "500-599"), negated by "!". A negated one wins over any other; negated ones alone, or none, start from everything
 * but 2xx.
 */
export function isRetriedStatus(expressions: readonly string[] | undefined, status: number): boolean {
  const given = (expressions ?? []).map(parse);
  if (given.some((range) => range.negated && isWithin(range, status))) return false;
  const chosen = given.filter((range) => !range.negated);
  return chosen.length > 0 ? chosen.some((range) => isWithin(range, status)) : !isSuccess(status);
}

/** 2xx, the only answers that mean delivered. */
export function isSuccess(status: number): boolean {
  return status >= 200 && status <= 299;
}

interface StatusRange {
  negated: boolean;
  low: number;
  high: number;
}

function parse(expression: string): StatusRange {
  const negated = expression.startsWith("!");
  const [low, high = low] = (negated ? expression.slice(1) : expression).split("-").map(Number);
  return { negated, low: low ?? NaN, high: high ?? NaN };
}

function isWithin({ low, high }: StatusRange, status: number): boolean {
  return status >= low && status <= high;
}
