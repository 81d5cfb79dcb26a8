import { readFileSync } from "node:fs";

/** A fenced block of a Markdown file. */
export interface Block {
  language: string;
  /** The programs that it needs beside a shell, curl and node: what follows the language. */
  needs: string[];
  text: string;
  /** The last heading before it. */
  section: string;
}

/** The text of a document that lies in the checkout's root. */
export function readDocument(name: string): string {
  return readFileSync(new URL(`../../${name}`, import.meta.url), "utf8");
}

/** The fenced blocks of a document, in their order. */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  let section = "";
  const parts = /^#+ (?<heading>.*)$|^```(?<language>\w*)(?<needs>[ \w]*)\n(?<text>[^]*?)^```$/gm;
  for (const match of markdown.matchAll(parts)) {
    const {
      heading,
      language = "",
      needs = "",
      text = "",
    } = match.groups as Record<string, string | undefined>;
    if (heading === undefined) {
      blocks.push({ language, needs: needs.split(" ").filter(Boolean), text, section });
    } else section = heading;
  }
  return blocks;
}

/** The rows of the tables under a heading, without their heads: the cells' texts. */
export function rowsOf(markdown: string, heading: string): string[][] {
  const section = markdown.split(/^#+ /m).find((text) => text.startsWith(`${heading}\n`)) ?? "";
  const lines = section.split("\n").filter((line) => line.startsWith("|"));
  const rows = lines.map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  const head = rows.findIndex((cells) => cells.every((cell) => /^:?-+:?$/.test(cell)));
  return rows.slice(head + 1);
}

/** What a document says that its commands print: the text block right after one of them, with that one's place. */
export function quotesOf(
  blocks: readonly Block[],
  commands: readonly Block[],
): { at: number; section: string; text: string }[] {
  return commands.flatMap((command, at) => {
    const next = blocks[blocks.indexOf(command) + 1];
    return next?.language === "text" ? [{ at, section: command.section, text: next.text }] : [];
  });
}

/** Matches what a document quotes of an output: `…` stands for anything, on a line of its own for any lines. */
export function quoted(text: string): RegExp {
  const lines = unspaced(text).split("\n");
  const patterns = lines.map((line) => (line.trim() === "…" ? "[^]*" : escaped(line)));
  return new RegExp(`^${patterns.join("\\n")}$`);
}

/** A text without what only aligns it: columns are as wide as what happens to stand in them. */
export function unspaced(text: string): string {
  return text
    .split("\n")
    .map((line) => line.trim().replace(/ +/g, " "))
    .join("\n")
    .trim();
}

function escaped(line: string): string {
  return line.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll("…", ".*");
}
