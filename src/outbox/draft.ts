import type { EventDocument } from "../store/documents.ts";
import type { Departing } from "./departing.ts";
import type { Written } from "./write-decided.ts";

/** An event that is not written yet: whoever has something to say of it first writes it. */
export interface Draft {
  isOpen: () => boolean;
  /**
   * Writes the event as it is given, where the draft is open. Resolves when it is written, by this call or an earlier
   * one: whether it was not there before. Rejects where that write failed; the sweeper then routes its request.
   */
  write: (event: EventDocument) => Promise<boolean>;
}

/** The drafts of one request. */
export interface Drafts {
  drafts: [Departing, Draft][];
  /** Resolves when all are written, in one write. */
  written: Promise<Written>;
}

/** Drafts of the events that depart. `write` is called once, when each of them was given. */
export function createDrafts(
  departing: Departing[],
  write: (events: EventDocument[]) => Promise<Written>,
): Drafts {
  const given: EventDocument[] = [];
  const { promise: written, resolve } = withResolver<Written>();
  const createDraft = (): Draft => {
    let own: Promise<boolean> | null = null;
    return {
      isOpen: () => own === null,
      write(event) {
        if (own) return own;
        own = written.then(({ existing }) => !existing.has(event._id));
        if (given.push(event) === departing.length) resolve(write(given));
        return own;
      },
    };
  };
  return { drafts: departing.map((it) => [it, createDraft()]), written };
}

function withResolver<T>() {
  let resolve!: (value: Promise<T>) => void;
  const promise = new Promise<T>((it) => (resolve = it));
  return { promise, resolve };
}
