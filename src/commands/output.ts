import { styleText } from "node:util";

/** A terminal, a pipe or a file; colours only where it is a terminal that has them, which honours NO_COLOR. */
export interface Stream {
  isTTY?: boolean;
  hasColors?: () => boolean;
  write: (text: string) => unknown;
}

/** What a text is shown in, on a terminal. */
export type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";

/** How one column of a table is headed, and read from a row. */
export interface Column<Row> {
  title: string;
  value: (row: Row) => unknown;
}

/** Where a command's results and remarks go. */
export interface Output {
  /** Whether results are JSON, for programs. */
  json: boolean;
  /** Whether somebody watches: else remarks and progress are left out. */
  watched: boolean;
  /** Writes a line of the result, for people or where there is but one form. */
  line: (text: string) => void;
  /** Writes a result as JSON, indented as a whole. */
  data: (value: unknown) => void;
  /** Writes a remark to standard error, where somebody watches. */
  note: (text: string) => void;
  table: <Row>(rows: readonly Row[], columns: readonly Column<Row>[]) => void;
  /** Field by field, one line each. */
  fields: (record: object) => void;
  paint: (style: Style, text: string) => string;
  /** Where progress is drawn: standard error. */
  remarks: Stream;
}

const STATUS_STYLES: Record<string, Style> = {
  delivered: "green",
  completed: "green",
  accepted: "green",
  ok: "green",
  failed: "red",
  rejected: "red",
  processing: "yellow",
  queued: "yellow",
  running: "yellow",
  pending: "yellow",
  held: "cyan",
  paused: "cyan",
  ignored: "dim",
  cancelled: "dim",
};

/** Results go to `results`, all else to `remarks`. */
export function createOutput(results: Stream, remarks: Stream, json: boolean): Output {
  const paint = (style: Style, text: string) =>
    hasColours(results) ? styleText(style, text, { validateStream: false }) : text;
  const line = (text: string) => void results.write(`${text}\n`);
  return {
    json,
    watched: remarks.isTTY === true,
    line,
    data: (value) => line(JSON.stringify(value, null, 2)),
    note: (text) => void (remarks.isTTY && remarks.write(`${text}\n`)),
    table(rows, columns) {
      for (const row of tableLines(rows, columns, paint)) line(row);
    },
    fields(record) {
      const shown = Object.entries(record).map(([name, value]) => [name, plain(value)] as const);
      const width = Math.max(0, ...shown.map(([name]) => name.length));
      for (const [name, text] of shown) line(`${paint("dim", name.padEnd(width))}  ${coloured(text, paint)}`);
    },
    paint,
    remarks,
  };
}

/** Node's own test of a stream reads NO_COLOR, FORCE_COLOR and TERM. */
function hasColours(stream: Stream): boolean {
  return stream.isTTY === true && stream.hasColors?.() === true;
}

function tableLines<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  paint: Output["paint"],
): string[] {
  const cells = rows.map((row) => columns.map(({ value }) => plain(value(row))));
  const widths = columns.map(({ title }, at) =>
    Math.max(title.length, ...cells.map((row) => row[at]!.length)),
  );
  const joined = (texts: string[], show: (text: string) => string) =>
    texts
      .map((text, at) => (at === texts.length - 1 ? show(text) : show(text) + pad(text, widths[at]!)))
      .join("  ")
      .trimEnd();
  const head = joined(
    columns.map(({ title }) => title),
    (text) => paint("dim", text),
  );
  return [head, ...cells.map((row) => joined(row, (text) => coloured(text, paint)))];
}

const pad = (text: string, width: number) => " ".repeat(width - text.length);

function coloured(text: string, paint: Output["paint"]): string {
  const style = STATUS_STYLES[text];
  return style ? paint(style, text) : text;
}

/** One line without control characters: what comes from outside must not steer a terminal. */
export function plain(value: unknown): string {
  if (value === null || value === undefined || value === "") return "-";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.replace(/\p{Cc}/gu, " ");
}
