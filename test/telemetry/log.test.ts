import { MongoBulkWriteError } from "mongodb";
import { describe, expect, it } from "vitest";
import { createLoggerTo } from "../../src/telemetry/log.ts";

const SECRET = 'p"ss+word/1';

function logged(write: (log: ReturnType<typeof createLoggerTo>) => void): string {
  const lines: string[] = [];
  write(createLoggerTo({ write: (line) => lines.push(line) }, "info", [SECRET, "short"]));
  return lines.join("");
}

describe("a log line", () => {
  it.each([
    ["in its message", (log) => log.info(`key ${SECRET}`)],
    ["in a field", (log) => log.info({ given: { deep: { there: SECRET } } }, "x")],
    ["in an error's message", (log) => log.error({ err: new Error(SECRET) }, "x")],
    ["in an error's cause", (log) => log.error({ err: new Error("x", { cause: new Error(SECRET) }) }, "x")],
  ] satisfies [string, Parameters<typeof logged>[0]][])(
    "with a secret of the process %s does not show it",
    (_where, write) => {
      expect(logged(write)).not.toContain("ss+word");
      expect(logged(write)).toContain("********");
    },
  );

  it.each(["mongodb://user:hidden@db.example/x", "https://hidden@example.com", "amqp://a:hidden@b:1"])(
    "with the URL %s shows no password of it",
    (url) => {
      expect(logged((log) => log.warn({ err: new Error(`can't reach ${url}`) }, "x"))).not.toContain(
        "hidden",
      );
    },
  );

  it.each(["authorization", "auth", "signing", "headers", "token", "body"])(
    "with the field %s of a destination or request masks it, however deep",
    (field) => {
      const value = { value: "hidden" };
      const text = logged((log) =>
        log.info({ [field]: value, one: { [field]: value, two: { [field]: value } } }),
      );
      expect(text).not.toContain("hidden");
    },
  );

  it("of a failed bulk write has none of the documents that were to be written", () => {
    const op = { body: "hidden", header_lines: [["authorization", "hidden"]] };
    const fault = new MongoBulkWriteError(
      { message: "E11000", code: 11_000, writeErrors: [{ err: { op } } as never] },
      {} as never,
    );
    const text = logged((log) => log.error({ err: fault }, "a request could not be stored"));
    expect(text).not.toContain("hidden");
    expect(JSON.parse(text)).toMatchObject({
      err: { type: "MongoBulkWriteError", code: 11_000, message: "E11000" },
    });
  });

  it("with ids shows them", () => {
    const ids = { request_id: "req_1", event_id: "evt_1", workflow_id: "event:evt_1" };
    expect(JSON.parse(logged((log) => log.info(ids, "said")))).toMatchObject({ ...ids, msg: "said" });
  });
});
