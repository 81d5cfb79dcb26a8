import type { Rule } from "../resources/rule.ts";
import { invalidFields } from "./problems.ts";

/** Throws a 422 that names each transform rule whose transformation the team does not have. */
export async function refuseUnknownTransformations(
  rules: readonly Rule[],
  exists: (id: string) => Promise<boolean>,
): Promise<void> {
  const errors = [];
  for (const [index, rule] of rules.entries()) {
    if (rule.type !== "transform" || (await exists(rule.transformation_id))) continue;
    const message = `there is no transformation ${rule.transformation_id}`;
    errors.push({ path: `rules[${index}].transformation_id`, message });
  }
  if (errors.length > 0) throw invalidFields(errors);
}
