/** A piece of code and what it is; `plain` is everything that needs no colour. */
export interface Token {
  kind: "plain" | "comment" | "text" | "number" | "word" | "name";
  text: string;
}

const JAVASCRIPT =
  /(?<comment>\/\/[^\n]*|\/\*[^]*?(?:\*\/|$))|(?<text>"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|`(?:[^`\\]|\\[^])*`?)|(?<number>\b\d[\d_.]*(?:e[+-]?\d+)?n?\b)|(?<word>\b(?:const|let|var|function|return|if|else|for|of|in|while|do|switch|case|break|continue|default|new|throw|try|catch|finally|typeof|instanceof|delete|async|await|class|extends|null|undefined|true|false|this)\b)|(?<name>\b(?:addHandler|console|request|context)\b)/g;
const JSON_CODE =
  /(?<name>"(?:[^"\\\n]|\\.)*"(?=\s*:))|(?<text>"(?:[^"\\\n]|\\.)*"?)|(?<number>-?\b\d[\d.]*(?:e[+-]?\d+)?\b)|(?<word>\b(?:null|true|false)\b)/gi;

/** Splits code for its colours; whatever is in it, the pieces put together are the code again. */
export function tokensOf(code: string, language: "javascript" | "json"): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const match of code.matchAll(language === "json" ? JSON_CODE : JAVASCRIPT)) {
    if (match.index > end) tokens.push({ kind: "plain", text: code.slice(end, match.index) });
    const [kind] = Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined) ?? ["plain"];
    tokens.push({ kind: kind as Token["kind"], text: match[0] });
    end = match.index + match[0].length;
  }
  if (end < code.length) tokens.push({ kind: "plain", text: code.slice(end) });
  return tokens;
}
