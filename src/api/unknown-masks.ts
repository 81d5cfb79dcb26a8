import { MASK } from "../resources/wire.ts";
import { invalidFields } from "./problems.ts";

/** The value with its secrets kept; throws a 422 where a mask was sent in place of a secret that never was there. */
export function refuseUnknownMasks<T>({ value, unknown }: { value: T; unknown: string[] }): T {
  if (unknown.length === 0) return value;
  const message = `is masked (${MASK}) and there is no earlier value to keep: send the secret itself`;
  throw invalidFields(unknown.map((path) => ({ path, message })));
}
