import { setTimeout as sleep } from "node:timers/promises";

/** Calls the REST API while it, or what it needs, may be down. */
export interface Api {
  /**
   * Calls until there is an answer that is no fault of ours, for up to `within` milliseconds: its body, or null where
   * there was none, or a refusal. Each call says the same, so that it may be made again.
   */
  insist: <Body>(
    method: string,
    path: string,
    body: object | undefined,
    within: number,
  ) => Promise<Body | null>;
}

const PATIENCE = 10_000;
const PAUSE = 250;
let calls = 0;

/** The API at that base URL, for that key. */
export function openApi(base: string, { id, apiKey }: { id: string; apiKey: string }): Api {
  async function once(method: string, path: string, key: string, body?: object) {
    return fetch(`${base}/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        "x-team-id": id,
        "content-type": "application/json",
        ...(method === "POST" && { "idempotency-key": key }),
      },
      signal: AbortSignal.timeout(PATIENCE),
      ...(body && { body: JSON.stringify(body) }),
    });
  }

  return {
    async insist<Body>(method: string, path: string, body: object | undefined, within: number) {
      const deadline = performance.now() + within;
      const key = `hunt-${++calls}`;
      for (;;) {
        const answer = await once(method, path, key, body).catch(() => null);
        const read = answer?.ok ? ((await answer.json().catch(() => null)) as Body | null) : null;
        if (read) return read;
        const refused = answer !== null && answer.status >= 400 && answer.status < 500;
        if (refused || performance.now() > deadline) return null;
        await sleep(PAUSE);
      }
    },
  };
}
