import { useEffect, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import { isDark, usePreferences } from "../preferences.ts";

/** One line, or one part of stacked columns; `values` has one entry for each time, null where there is none. */
export interface Series {
  name: string;
  /** A custom property of the style sheet, such as `--good`. */
  colour: string;
  values: (number | null)[];
  /** Of the whole range: told while nothing is pointed at. */
  total: number | null;
}

/** A chart's data; times in seconds. */
export interface ChartProps {
  title: string;
  times: number[];
  series: Series[];
  kind: "columns" | "lines";
  /** A value as told in the legend and at the axis. */
  say: (value: number) => string;
  utc: boolean;
  height?: number;
}

const cssOf = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** A chart over time with a legend that tells the values under the pointer, or else those of the whole range. */
export function Chart(props: ChartProps) {
  const { title, times, series, kind, say, utc, height = 150 } = props;
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const [at, setAt] = useState<number | null>(null);
  const { theme } = usePreferences();
  const shape = `${kind} ${utc} ${theme} ${isDark()} ${series.map((it) => it.name).join()}`;

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const chart = new uPlot(optionsOf(props, element.clientWidth, height, setAt), dataOf(props), element);
    plot.current = chart;
    const resize = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height }));
    resize.observe(element);
    return () => {
      resize.disconnect();
      chart.destroy();
    };
  }, [shape]);
  useEffect(() => plot.current?.setData(dataOf(props)), [times, series]);

  return (
    <figure class="chart">
      <figcaption>
        <h3>{title}</h3>
        <ul class="legend">
          {series.map(({ name, colour, values, total }) => {
            const value = at === null ? total : values[at];
            return (
              <li key={name}>
                <i class={`swatch ${colour.slice(2)}`} />
                {name} <b>{value === null || value === undefined ? "–" : say(value)}</b>
              </li>
            );
          })}
        </ul>
      </figcaption>
      <div
        ref={place}
        class="plot"
        role="img"
        aria-label={summaryOf(props)}
        style={{ height: `${height}px` }}
      />
    </figure>
  );
}

function summaryOf({ title, series, say }: ChartProps): string {
  const totals = series.map(({ name, total }) => `${name} ${total === null ? "not known" : say(total)}`);
  return `${title}: ${totals.join(", ")}`;
}

/** Columns are stacked: each one is drawn from zero, over those that stand higher. */
function dataOf({ times, series, kind }: ChartProps): uPlot.AlignedData {
  if (kind === "lines") return [times, ...series.map((it) => it.values)];
  const sums = times.map(() => 0);
  const stacked = series.map(({ values }) =>
    values.map((value, at) => (sums[at] = sums[at]! + (value ?? 0))),
  );
  return [times, ...stacked.reverse()];
}

function optionsOf(
  { series, kind, say, utc }: ChartProps,
  width: number,
  height: number,
  pointAt: (index: number | null) => void,
): uPlot.Options {
  const faint = cssOf("--faint");
  const line = cssOf("--hairline");
  const axis = { stroke: faint, font: "11px system-ui, sans-serif", ticks: { show: false } };
  const drawn = kind === "columns" ? [...series].reverse() : series;
  return {
    width,
    height,
    // The last label of the time stands half beyond its tick.
    padding: [8, 18, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { show: kind === "lines" }, drag: { x: false, y: false } },
    scales: { y: { range: (_plot, _min, max) => [0, Math.max(max * 1.1, 1)] } },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 24,
        space: 70,
        values: (_plot, values) => values.map(timeWords(values, utc)),
      },
      {
        ...axis,
        grid: { stroke: line, width: 1 },
        size: (_plot, labels) => widthOf(labels ?? []),
        values: (_plot, values) => values.map(say),
      },
    ],
    series: [{}, ...drawn.map(({ colour }) => drawing(kind, cssOf(colour)))],
    hooks: { setCursor: [({ cursor }) => pointAt(cursor.idx ?? null)] },
    ...(utc ? { tzDate: (seconds: number) => uPlot.tzDate(new Date(seconds * 1000), "UTC") } : {}),
  };
}

const LETTER = 6.5;

/** Room for the longest label, in pixels. */
const widthOf = (labels: string[]): number =>
  Math.max(36, 14 + LETTER * Math.max(...labels.map(({ length }) => length)));

const DAY = 86_400;

/** `14:05`, or `22 Nov` where the ticks are days. */
function timeWords(ticks: number[], utc: boolean): (seconds: number) => string {
  const days = (ticks[1] ?? 0) - (ticks[0] ?? 0) >= DAY / 2;
  const parts = days
    ? ({ day: "numeric", month: "short" } as const)
    : ({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const);
  const words = new Intl.DateTimeFormat("en-GB", { ...parts, ...(utc ? { timeZone: "UTC" } : {}) });
  return (seconds) => words.format(seconds * 1000);
}

function drawing(kind: ChartProps["kind"], colour: string): uPlot.Series {
  // A line of one point would not be seen.
  const isAlone = (plot: uPlot, at: number) =>
    Array.from(plot.data[at]!).filter((value) => value !== null).length === 1;
  if (kind === "lines") {
    return { stroke: colour, width: 1.5, points: { show: isAlone, size: 6, fill: colour }, spanGaps: true };
  }
  const paths = uPlot.paths.bars?.({ size: [0.8, 24], gap: 1 });
  return { fill: colour, width: 0, paths, points: { show: false } };
}
