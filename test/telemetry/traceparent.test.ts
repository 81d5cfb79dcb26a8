import { describe, expect, it } from "vitest";
import { formatTraceparent, parseTraceparent } from "../../src/telemetry/traceparent.ts";

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const SPAN = "b7ad6b7169203331";

describe("a traceparent", () => {
  it.each([`00-${TRACE}-${SPAN}-01`, `00-${TRACE}-${SPAN}-00`])(
    "%s, read and written again, is the same",
    (text) => {
      expect(formatTraceparent(parseTraceparent(text)!)).toBe(text);
    },
  );

  it("of a later version is read as far as it is known", () => {
    const read = { traceId: TRACE, spanId: SPAN, sampled: true };
    expect(parseTraceparent(`01-${TRACE}-${SPAN}-03-more`)).toEqual(read);
  });

  it.each([
    ["", "empty"],
    [`ff-${TRACE}-${SPAN}-01`, "of the version that can't be"],
    [`00-${TRACE}-${SPAN}-01-more`, "longer than its version allows"],
    [`00-${"0".repeat(32)}-${SPAN}-01`, "of no trace"],
    [`00-${TRACE}-${"0".repeat(16)}-01`, "of no span"],
    [`00-${TRACE.toUpperCase()}-${SPAN}-01`, "in capitals"],
  ])("%s, which is %s, counts as none", (text) => {
    expect(parseTraceparent(text)).toBeNull();
  });
});
