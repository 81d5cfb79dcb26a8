import fc from "fast-check";
import type { Json } from "../../src/resources/wire.ts";

const fieldName = fc.constantFrom("a", "b", "0", "length", "__proto__", "constructor", "toString", "");
const scalar: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, true, false, 0, 1, 2, "", "a", "ab", "b"),
  fc.string(),
  fc.double({ noDefaultInfinity: true, noNaN: true }),
);

/** JSON as `JSON.parse` gives it, few keys and values so that they meet, names of the prototype's members among them. */
export const json: fc.Arbitrary<Json> = fc
  .letrec<{ value: Json; array: Json[]; object: Record<string, Json> }>((tie) => ({
    value: fc.oneof({ depthSize: "small" }, scalar, tie("array"), tie("object")),
    array: fc.array(tie("value"), { maxLength: 4 }),
    object: fc.dictionary(fieldName, tie("value"), { maxKeys: 4 }),
  }))
  .value.map((value) => JSON.parse(JSON.stringify(value)) as Json);

const order = fc.oneof(fc.integer({ min: -1, max: 3 }), fc.constantFrom("", "a", "b"));
const text = fc.constantFrom("", "a", "ab", "b");
const reference = fc.constantFrom(
  "body",
  "body.a",
  "body.a[0].b",
  "headers.X-A",
  "query.b",
  "path",
  "body.length",
);
const orReference = <T>(operand: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 4, arbitrary: operand }, { weight: 1, arbitrary: fc.record({ $ref: reference }) });

/** Conditions with every operator, all valid. */
export const condition: fc.Arbitrary<Json> = fc
  .letrec<{ condition: unknown; fields: unknown; operations: unknown }>((tie) => {
    const branches = fc.array(tie("condition"), { minLength: 1, maxLength: 3 });
    return {
      condition: fc.oneof(
        { depthSize: "small" },
        scalar,
        tie("operations"),
        tie("fields"),
        fc.array(tie("condition"), { maxLength: 2 }),
      ),
      fields: fc.dictionary(fieldName, tie("condition"), { maxKeys: 3 }),
      operations: fc.record(
        {
          $eq: orReference(json),
          $neq: orReference(json),
          $gt: orReference(order),
          $gte: orReference(order),
          $lt: orReference(order),
          $lte: orReference(order),
          $in: orReference(fc.array(orReference(json), { maxLength: 3 })),
          $nin: orReference(fc.array(orReference(json), { maxLength: 3 })),
          $contains: orReference(scalar),
          $startsWith: orReference(text),
          $endsWith: orReference(text),
          $exists: fc.boolean(),
          $exist: fc.boolean(),
          $and: branches,
          $or: branches,
          $not: tie("condition"),
          $ref: reference,
        },
        { requiredKeys: [] },
      ),
    };
  })
  .condition.map((value) => JSON.parse(JSON.stringify(value)) as Json);
