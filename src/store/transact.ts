import type { ClientSession, MongoClient } from "mongodb";
import { Unavailable } from "../errors.ts";
import { within } from "./deadline.ts";

/**
 * Milliseconds for a transaction with all its tries. Whoever asked for it gives up sooner or later, and does something
 * else: what was asked before must not come after that. Only a commit that was sent already may.
 */
const CHANGES_WITHIN = 8000;

/**
 * Runs `work` in one transaction, as often as it takes; rejects with Unavailable after `ms` milliseconds. The driver itself would try
 * for two minutes, and goes on while a session is being ended.
 */
export async function transact<R>(
  client: MongoClient,
  work: (session: ClientSession) => Promise<R>,
  ms = CHANGES_WITHIN,
): Promise<R> {
  const session = client.startSession();
  let isLate = false;
  const refuseLate = () => {
    if (isLate) throw new Unavailable("MongoDB", "the change was given up");
  };
  const once = async () => {
    refuseLate();
    const result = await work(session);
    refuseLate();
    return result;
  };
  try {
    return await within(ms, session.withTransaction(once));
  } finally {
    isLate = true;
    // Not waited for: what it asks of a silent server takes as long again.
    session.endSession().catch(() => undefined);
  }
}
