import { MESSAGE_CHARS, OUTPUT_BYTES, LOG_BYTES, STACK_CHARS } from "./limits.ts";

/** The name under which stacks show the guest's own frames. */
export const GUEST_FILE = "fasthook:guest";

/**
 * The part of the sandbox that lives inside QuickJS, beside the user's code: an expression that gives a function of the
 * host's `log(level, json)`, which answers whether the log is full, and `end(type, text)`. It installs `addHandler` and
 * `console`, and returns `[seed(a, b, c, d), start(request, context), fail(thrown)]`. All of a run's random numbers come
 * from the four words of its seed.
 *
 * The user's code may replace any global and any method of any prototype later, so everything that is used after
 * that is captured here first, and objects that are written as JSON inherit nothing.
 */
export const GUEST = `(log, end) => {
  "use strict";
  const { TypeError, RangeError, Error, String } = globalThis;
  const { parse, stringify } = JSON;
  const { apply } = Reflect;
  const { slice } = String.prototype;
  const cut = (text, length) => apply(slice, text, [0, length]);

  const show = (value) => {
    try {
      if (typeof value === "bigint") return String(value) + "n";
      if (typeof value === "function") return "[function]";
      if (typeof value !== "object" || value === null) return String(value);
      if (value instanceof Error) return String(value.name) + ": " + String(value.message);
      return String(stringify(value));
    } catch {
      return "[not printable]";
    }
  };

  const read = (thrown, key, length) => {
    try {
      const value = thrown[key];
      return typeof value === "string" ? cut(value, length) : undefined;
    } catch {
      return undefined;
    }
  };

  const fail = (thrown) => {
    const isObject = typeof thrown === "object" && thrown !== null;
    const message = (isObject ? read(thrown, "message", ${MESSAGE_CHARS}) : undefined) ?? cut(show(thrown), ${MESSAGE_CHARS});
    const name = (isObject ? read(thrown, "name", ${MESSAGE_CHARS}) : undefined) ?? "Error";
    const stack = (isObject ? read(thrown, "stack", ${STACK_CHARS}) : undefined) ?? "";
    end("error", stringify({ __proto__: null, name, message, stack }));
  };

  let full = false;
  const print = (level, values) => {
    if (full) return;
    let line = "";
    for (let index = 0; index < values.length; index++) {
      line = cut(line + (index === 0 ? "" : " ") + show(values[index]), ${LOG_BYTES + 1});
    }
    full = log(level, stringify(line));
  };
  const at = (level) => (...values) => print(level, values);
  const nothing = () => {};
  globalThis.console = {
    debug: at("debug"), trace: at("debug"),
    log: at("log"), dir: at("log"), table: at("log"), group: at("log"), groupCollapsed: at("log"),
    info: at("info"), warn: at("warn"), error: at("error"),
    assert: (holds, ...values) => { if (!holds) print("error", values.length > 0 ? values : ["Assertion failed"]); },
    groupEnd: nothing, clear: nothing, count: nothing, countReset: nothing,
    time: nothing, timeEnd: nothing, timeLog: nothing,
  };

  // sfc32, of PractRand (public domain): QuickJS seeds its own generator once, and this is for many runs.
  let a, b, c, counter;
  const word = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  const seed = (...words) => {
    [a, b, c, counter] = words;
    for (let mixed = 0; mixed < 15; mixed++) word();
  };
  const { random } = { random() { return ((word() >>> 5) * 67108864 + (word() >>> 6)) / 9007199254740992; } };
  Object.defineProperty(Math, "random", { __proto__: null, value: random, writable: true, enumerable: false, configurable: true });

  let handler;
  globalThis.addHandler = (event, callback) => {
    if (event !== "transform") throw new TypeError('addHandler: the only event is "transform"');
    if (typeof callback !== "function") throw new TypeError("addHandler: the handler must be a function");
    if (handler !== undefined) throw new Error("addHandler: a transformation has one handler, this is the second");
    handler = callback;
  };

  const start = async (request, context) => {
    try {
      if (handler === undefined) {
        throw new Error('No handler: call addHandler("transform", (request, context) => request)');
      }
      const handle = handler;
      const output = await handle(parse(request), parse(context));
      if (output === undefined || output === null) return end("ignored", "");
      if (typeof output !== "object") {
        throw new TypeError("The handler returned a " + typeof output + ": it must return a request, or null");
      }
      const json = stringify(output);
      if (typeof json !== "string") throw new TypeError("The handler returned what has no JSON: it must return a request, or null");
      if (json.length > ${OUTPUT_BYTES}) throw new RangeError("The output is larger than ${OUTPUT_BYTES / 1024 / 1024} MiB");
      end("output", json);
    } catch (thrown) {
      fail(thrown);
    }
  };
  return [seed, start, fail];
}`;
