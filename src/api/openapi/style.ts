/** The looks of the documentation page, in light and dark. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ink: light-dark(#1c2430, #e4e8ee);
  --soft: light-dark(#5b6676, #9aa5b5);
  --line: light-dark(#dde2ea, #2b3441);
  --paper: light-dark(#fff, #12161c);
  --card: light-dark(#f6f8fa, #1a2028);
  --accent: light-dark(#0b62d6, #6cb0ff);
  --good: light-dark(#0a7a3d, #5fd38d);
  --warm: light-dark(#9a5b00, #f0b35a);
  --bad: light-dark(#b3261e, #ff8a80);
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.55 system-ui, sans-serif;
  display: grid; grid-template-columns: 13rem minmax(0, 60rem); gap: 0 2.5rem;
}
nav {
  position: sticky; top: 0; align-self: start; height: 100vh; overflow: auto;
  padding: 1.5rem 1rem 1.5rem 1.5rem; border-right: 1px solid var(--line);
}
nav strong, nav a { display: block; margin-bottom: .45rem; }
nav a { color: var(--soft); text-decoration: none; }
nav a:hover, nav a:focus { color: var(--accent); }
main { padding: 1.5rem 1.5rem 4rem; }
a { color: var(--accent); }
h1 { margin-top: 0; }
h2 { margin: 2.5rem 0 .75rem; }
h2::first-letter, nav a::first-letter { text-transform: uppercase; }
h4 { margin: 1rem 0 .35rem; font-size: .8rem; text-transform: uppercase; letter-spacing: .05em; color: var(--soft); }
code { font: 13px/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
details { border: 1px solid var(--line); border-radius: 8px; margin: .4rem 0; padding: .45rem .8rem; }
details[open] { background: var(--card); }
summary { cursor: pointer; }
.summary { color: var(--soft); margin-left: .5rem; }
.method { display: inline-block; min-width: 4.2rem; font: 600 12px ui-monospace, monospace; }
.get { color: var(--good); }
.post { color: var(--accent); }
.put, .patch { color: var(--warm); }
.delete { color: var(--bad); }
table { border-collapse: collapse; width: 100%; margin: .3rem 0; }
td { border-top: 1px solid var(--line); padding: .3rem .9rem .3rem 0; vertical-align: top; overflow-wrap: anywhere; }
td:nth-child(-n + 2) { white-space: nowrap; }
td:nth-child(2) { color: var(--soft); }
td:last-child { width: 100%; padding-right: 0; }
pre { max-width: 100%; overflow-x: auto; font: 13px/1.4 ui-monospace, monospace; }
dt { font-weight: 600; }
dd { margin: 0 0 .5rem 1rem; }
@media (max-width: 760px) {
  body { display: block; }
  nav { position: static; height: auto; border: 0; padding-bottom: 0; }
  nav a { display: inline-block; margin-right: .8rem; }
  main { padding: 1rem 1rem 3rem; overflow-wrap: anywhere; }
  tr { display: block; border-top: 1px solid var(--line); padding: .3rem 0; }
  td { display: block; border: 0; padding: 0; }
  td:nth-child(-n + 2) { display: inline; white-space: normal; margin-right: .6rem; }
}
`;
