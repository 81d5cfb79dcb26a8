import { describe, expect, it } from "vitest";
import { mergeExpositions } from "../../src/telemetry/merge.ts";

const own = [
  "# HELP a About a.",
  "# TYPE a counter",
  'a{of="x y"} 1',
  "",
  "# HELP b About b.",
  "# TYPE b gauge",
  "b 2",
  "",
];
const other = [
  "# HELP b About b.",
  "# TYPE b gauge",
  "b 3",
  "",
  "# HELP a About a.",
  "# TYPE a counter",
  'a{of="x y"} 4',
  "",
];

describe("what two processes tell", () => {
  it("as one has each metric once, and tells their samples apart", () => {
    expect(mergeExpositions(own.join("\n"), other.join("\n"), "worker").trim().split("\n")).toEqual([
      ...["# HELP a About a.", "# TYPE a counter", 'a{of="x y"} 1', 'a{of="x y",process="worker"} 4', ""],
      ...["# HELP b About b.", "# TYPE b gauge", "b 2", 'b{process="worker"} 3'],
    ]);
  });

  it("has a metric that only the other one knows", () => {
    expect(mergeExpositions("", other.join("\n"), "worker")).toContain(
      '# TYPE b gauge\nb{process="worker"} 3\n',
    );
  });
});
