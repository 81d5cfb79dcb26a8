import { useEffect, useState } from "preact/hooks";

/** A value that the whole page shares, and whoever shows it hears of. */
export interface Cell<T> {
  get: () => T;
  set: (value: T) => void;
  /** Calls back after each change, until the answered function is called. */
  subscribe: (listener: () => void) => () => void;
}

/** A cell with its first value. */
export function createCell<T>(initial: T): Cell<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** The value of a cell; the component is drawn again when it changes. */
export function useCell<T>(cell: Cell<T>): T {
  const [, setCount] = useState(0);
  const drawn = cell.get();
  useEffect(() => {
    const redraw = () => setCount((count) => count + 1);
    // It may have changed between the drawing and this effect.
    if (!Object.is(cell.get(), drawn)) redraw();
    return cell.subscribe(redraw);
  }, [cell]);
  return drawn;
}
