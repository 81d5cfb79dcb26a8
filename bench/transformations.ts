import { availableParallelism } from "node:os";
import { newQuickJSWASMModule, RELEASE_SYNC, Scope, type QuickJSWASMModule } from "quickjs-emscripten";
import { createSandbox, type Run, type Sandbox } from "../src/sandbox/sandbox.ts";
import { concurrently, oneByOne, type Contest } from "./harness.ts";

const CODE = `addHandler("transform", (request, context) => {
  const total = request.body.items.reduce((sum, item) => sum + item.price * item.count, 0);
  request.headers["x-total"] = String(total);
  request.body = { ...request.body, total, by: context.connection.name };
  return request;
});`;

/** A request with so many items, of about 80 bytes each. */
const runOf = (items: number): Run => ({
  code: CODE,
  request: {
    method: "POST",
    path: "/orders",
    query: "a=1",
    headers: { "content-type": "application/json", "user-agent": "bench" },
    body: {
      id: "order_1",
      items: Array.from({ length: items }, (_, at) => ({
        sku: `sku-${at}`,
        price: at,
        count: 2,
        note: "x".repeat(30),
      })),
    },
  },
  context: {
    env: { REGION: "eu" },
    connection: { id: "con_1", name: "orders" },
    source: { id: "src_1", name: "shop" },
    request_id: "req_1",
    event_id: "evt_1",
  },
  now: Date.UTC(2024, 1, 29, 12),
  seed: "evt_1",
});

/**
 * The least that a run in QuickJS costs: a runtime and a context of its own, the code, and one call with JSON in and
 * out. No thread, no limits, no log, no clock.
 */
function bareCall(quickjs: QuickJSWASMModule, { code, request, context: about }: Run): string {
  return Scope.withScope((scope) => {
    const context = scope.manage(scope.manage(quickjs.newRuntime()).newContext());
    const prelude = "let handler; const addHandler = (_, it) => { handler = it };";
    const call = "(request, context) => JSON.stringify(handler(JSON.parse(request), JSON.parse(context)))";
    const handle = scope.manage(context.unwrapResult(context.evalCode(`${prelude}${code};${call}`)));
    const texts = [request, about].map((it) => scope.manage(context.newString(JSON.stringify(it))));
    const made = scope.manage(
      context.unwrapResult(context.callFunction(handle, context.undefined, ...texts)),
    );
    return JSON.stringify(JSON.parse(context.getString(made)));
  });
}

async function transform(sandbox: Sandbox, run: Run): Promise<void> {
  const { status } = await sandbox.run(run);
  if (status !== "ok") throw new Error(`a run ended as ${status}`);
}

const SIZES = [
  ["0.5 kB", 5],
  ["50 kB", 600],
] as const;

/** Runs through the sandbox against bare calls of QuickJS, in a pool of one thread and of all. Ends the threads. */
export async function withTransformationContests<T>(use: (contests: Contest[]) => Promise<T>): Promise<T> {
  const quickjs = await newQuickJSWASMModule(RELEASE_SYNC);
  const sandboxes: [number, Sandbox][] = [];
  for (const threads of new Set([1, availableParallelism()])) {
    sandboxes.push([threads, await createSandbox({ threads })]);
  }
  const contests = SIZES.map(([size, items]): Contest => {
    const run = runOf(items);
    return {
      title: `Transformations of ${size}`,
      yardstick: oneByOne("a bare QuickJS call", () => bareCall(quickjs, run)),
      contenders: sandboxes.map(([threads, sandbox]) =>
        concurrently("the sandbox", { threads, inFlight: 2 * threads }, () => transform(sandbox, run)),
      ),
      goal: 0.8,
    };
  });
  try {
    return await use(contests);
  } finally {
    await Promise.all(sandboxes.map(([, sandbox]) => sandbox[Symbol.asyncDispose]()));
  }
}
