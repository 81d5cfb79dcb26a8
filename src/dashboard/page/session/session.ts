import { createCell, useCell } from "../cell.ts";

/** Whose data is shown, and the key that it is asked for with. */
export interface Session {
  apiKey: string;
  teamId: string;
  teamName: string;
}

const KEPT_AS = "fasthook-session";

function kept(): Session | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT_AS) ?? "null") as Session | null;
  } catch {
    return null;
  }
}

const session = createCell<Session | null>(kept());
/** Why there is no session any more, or null. */
export const farewell = createCell<string | null>(null);

/** The session, for calls. */
export const currentSession = (): Session | null => session.get();
/** The session, for what is drawn. */
export const useSession = (): Session | null => useCell(session);

/** Begins a session; it ends with the tab. */
export function beginSession(next: Session): void {
  sessionStorage.setItem(KEPT_AS, JSON.stringify(next));
  farewell.set(null);
  session.set(next);
}

/** Ends the session, and says why where there is something to say. */
export function endSession(reason: string | null = null): void {
  sessionStorage.removeItem(KEPT_AS);
  farewell.set(reason);
  session.set(null);
}
