/** Chance that a seed repeats. */
export interface Random {
  /** From 0 up to, but without, 1. */
  next: () => number;
  /** A number from `min` up to, but without, `max`. */
  between: (min: number, max: number) => number;
  pick: <T>(items: readonly T[]) => T;
}

/** Mulberry32: small, and good enough to choose faults by. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    between: (min, max) => min + next() * (max - min),
    pick: (items) => items[Math.floor(next() * items.length)]!,
  };
}
