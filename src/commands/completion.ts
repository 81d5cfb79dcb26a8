import { Argument, type Command } from "commander";

/** One place in the command line: the words that lead there, and those that may follow. */
interface Place {
  path: string;
  words: { word: string; description: string }[];
}

const SCRIPTS = { bash, zsh, fish } as const;

/** Writes a script for a shell, made of the commands themselves. */
export function addCompletion(program: Command): void {
  program
    .command("completion")
    .description("write a script that completes commands and options, for bash, zsh or fish")
    .addArgument(new Argument("<shell>").choices(Object.keys(SCRIPTS)))
    .action((shell: keyof typeof SCRIPTS) => {
      process.stdout.write(SCRIPTS[shell](placesOf(program, "", optionWords(program))));
    });
}

type Words = Place["words"];

function optionWords(command: Command): Words {
  return command.options.flatMap(({ long, description }) => (long ? [{ word: long, description }] : []));
}

function placesOf(command: Command, path: string, shared: Words): Place[] {
  const commands = command.commands.map((it) => ({ word: it.name(), description: it.description() }));
  const own = path === "" ? [] : optionWords(command);
  const below = command.commands.flatMap((it) =>
    placesOf(it, path === "" ? it.name() : `${path} ${it.name()}`, shared),
  );
  return [{ path, words: [...commands, ...own, ...shared] }, ...below];
}

/** The words so far that are no options name the place; what stands behind it, such as a file, does not count. */
function bash(places: Place[]): string {
  const cases = places.map(
    ({ path, words }) => `    "${path}") words="${words.map(({ word }) => word).join(" ")}" ;;`,
  );
  return [
    '# eval "$(fasthook completion bash)"',
    "_fasthook() {",
    '  local place="" next word words=""',
    '  _fasthook_words ""',
    '  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do',
    '    next="${place:+$place }$word"',
    '    if _fasthook_words "$next"; then place="$next"; fi',
    "  done",
    '  _fasthook_words "$place"',
    '  COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))',
    '  [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}"))',
    "}",
    "_fasthook_words() {",
    '  case "$1" in',
    ...cases,
    "    *) return 1 ;;",
    "  esac",
    "}",
    "complete -F _fasthook fasthook",
    "",
  ].join("\n");
}

/** zsh has a layer that speaks bash's way. */
function zsh(places: Place[]): string {
  return [
    "# source <(fasthook completion zsh)",
    "autoload -U +X bashcompinit && bashcompinit",
    bash(places).split("\n").slice(1).join("\n"),
  ].join("\n");
}

function fish(places: Place[]): string {
  const quote = (text: string) => `'${text.replace(/[\\']/g, "\\$&")}'`;
  const lines = places.flatMap(({ path, words }) =>
    words.map(
      ({ word, description }) =>
        `complete -c fasthook -n ${quote(`_fasthook_at ${quote(path)}`)} -a ${quote(word)} -d ${quote(description)}`,
    ),
  );
  const paths = places.map(({ path }) => quote(path)).join(" ");
  return [
    "# fasthook completion fish | source",
    "function _fasthook_at",
    `  set -l paths ${paths}`,
    '  set -l place ""',
    "  for word in (commandline -opc)[2..]",
    '    set -l next (string trim -- "$place $word")',
    "    contains -- $next $paths; and set place $next",
    "  end",
    '  test "$place" = "$argv[1]"',
    "end",
    ...lines,
    "",
  ].join("\n");
}
