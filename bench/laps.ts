import { spread, type Effort, type Spread } from "./harness.ts";

/** What one way gave in one lap: numbers by their names, such as "events/s". */
export type Figures = Record<string, number>;

/** What a figure is to reach, as such or as a ratio to the other way's. */
export interface Goal {
  figure: string;
  of: "value" | "ratio";
  least?: number;
  most?: number;
}

/** One way to do a thing, on servers and in processes of their own. */
export interface Way {
  name: string;
  lap: (seconds: number) => Promise<Figures>;
  /** The way before it that it is compared with; the first one where nothing is said. */
  against?: string;
  goals?: Goal[];
}

/** Ways to do the same thing; the first one is the yardstick. */
export interface Trial {
  title: string;
  ways: Way[];
}

/** One figure of one way, over all laps. */
export interface Finding {
  trial: string;
  way: string;
  figure: string;
  value: Spread;
  /** To the same figure of the way that it is compared with, in the same lap; null where that has none. */
  ratio: Spread | null;
  goal: { text: string; met: boolean } | null;
}

/**
 * Runs all ways in turn, lap by lap, so that what slows the machine down slows all of them down. Several laps come after
 * a short one that doesn't count; a single one is only to see that it works.
 */
export async function compare({ title, ways }: Trial, { seconds, laps }: Effort): Promise<Finding[]> {
  const ran = new Map<string, Figures[]>(ways.map(({ name }) => [name, []]));
  if (laps > 1) for (const way of ways) await way.lap(seconds / 4);
  for (let lap = 0; lap < laps; lap += 1) {
    for (const way of ways) ran.get(way.name)!.push(await way.lap(seconds));
  }
  return ways.flatMap((way, at) => {
    const other = at === 0 ? null : ran.get(way.against ?? ways[0]!.name)!;
    return findingsOf(title, way, ran.get(way.name)!, other);
  });
}

function findingsOf(trial: string, { name, goals = [] }: Way, own: Figures[], other: Figures[] | null) {
  const figures = [...new Set(own.flatMap(Object.keys))];
  return figures.flatMap((figure): Finding[] => {
    const valuesOf = (laps: Figures[]) => laps.map((lap) => lap[figure] ?? NaN);
    const value = known(valuesOf(own));
    if (!value) return [];
    const yard = other && valuesOf(other);
    const ratio = yard && known(valuesOf(own).map((it, lap) => (yard[lap] ? it / yard[lap] : NaN)));
    const goal = goals.find((it) => it.figure === figure);
    const judged = goal && judge(goal, goal.of === "value" ? value : ratio);
    return [{ trial, way: name, figure, value, ratio, goal: judged ?? null }];
  });
}

/** A lap without the figure counts for nothing: a latency of what never arrived, say. */
function known(values: number[]): Spread | null {
  const finite = values.filter(Number.isFinite);
  return finite.length > 0 ? spread(finite) : null;
}

function judge({ of, least, most }: Goal, found: Spread | null): Finding["goal"] {
  if (!found) return null;
  const met = found.median >= (least ?? -Infinity) && found.median <= (most ?? Infinity);
  const bound = least === undefined ? `at most ${most}` : `at least ${least}`;
  return { text: of === "ratio" ? `${bound} times` : bound, met };
}
