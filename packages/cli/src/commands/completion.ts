import type { Command } from "commander";

import { usageError } from "../cli-error.ts";
import type { CommandContext } from "../command-context.ts";

/** `acme completion SHELL`: a script made from the tree of commands, so it cannot miss one. */
export async function completion({ io }: CommandContext, shell: string, program: Command): Promise<number> {
  const script = { bash: bashScript, zsh: zshScript, fish: fishScript }[shell];
  if (!script) throw usageError(`No completion for ${JSON.stringify(shell)}; it is bash, zsh or fish.`);
  io.stdout.write(script(collect(program)));
  return 0;
}

/** The words that may follow a path of commands, e.g. `acme cluster` → `deploy`, `describe`, …, `--help`. */
interface Words {
  path: string;
  words: { word: string; description: string }[];
}

function collect(command: Command, parents: readonly string[] = []): Words[] {
  const path = [...parents, command.name()];
  const words = [
    ...command.commands.map((child) => ({ word: child.name(), description: child.description() })),
    ...command.options.flatMap(({ long, description }) => (long ? [{ word: long, description }] : [])),
    { word: "--help", description: "display help" },
  ];
  return [{ path: path.join(" "), words }, ...command.commands.flatMap((child) => collect(child, path))];
}

const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

function cases(all: Words[]): string {
  return all
    .map(
      ({ path, words }) => `    ${quote(path)}) words=${quote(words.map(({ word }) => word).join(" "))} ;;`,
    )
    .join("\n");
}

function pathsOf(all: Words[]): string {
  return all.map(({ path }) => quote(path)).join(" ");
}

function bashScript(all: Words[]): string {
  return `# bash completion for acme
_acme() {
  local path=acme words= word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    for known in ${pathsOf(all)}; do
      [ "$known" = "$path $word" ] && path="$known" && break
    done
  done
  case "$path" in
${cases(all)}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
  [ \${#COMPREPLY[@]} -eq 0 ] && COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -F _acme acme
`;
}

function zshScript(all: Words[]): string {
  return `#compdef acme
_acme() {
  local path_=acme words_= word known
  for word in "\${words[@]:1:CURRENT-2}"; do
    for known in ${pathsOf(all)}; do
      [[ "$known" == "$path_ $word" ]] && path_="$known" && break
    done
  done
  case "$path_" in
${cases(all).replaceAll(") words=", ") words_=")}
  esac
  compadd -- \${=words_}
  _files
}
compdef _acme acme
`;
}

function fishScript(all: Words[]): string {
  const lines = all.flatMap(({ path, words }) => {
    const names = path.split(" ").slice(1);
    const condition =
      names.length === 0
        ? "__fish_use_subcommand"
        : names.map((name) => `__fish_seen_subcommand_from ${name}`).join("; and ");
    return words.map(({ word, description }) => {
      const what = word.startsWith("--") ? `-l ${word.slice(2)}` : `-f -a ${word}`;
      return `complete -c acme -n ${quote(condition)} ${what} -d ${quote(description)}`;
    });
  });
  return `# fish completion for acme\n${lines.join("\n")}\n`;
}
