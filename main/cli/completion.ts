import type { Command } from 'commander';
import { DRILL_CODES } from '../contract/drills.ts';
import { UsageError } from './command-io.ts';

/**
 * What a shell offers after `words`, the last of which is being typed: commands, flags, values of fixed lists, and
 * the slugs of projects and presets, which `slugs` answers.
 */
export async function completionsFor(
  program: Command,
  words: readonly string[],
  slugs: (kind: 'project' | 'preset') => Promise<readonly string[]>,
): Promise<string[]> {
  const typed = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  let command = program;
  for (const word of before) {
    command = command.commands.find((item) => isNamed(item, word)) ?? command;
  }
  const offered = await offersOf(program, command, before.at(-1) ?? '', typed, slugs);
  return offered.filter((word) => word.startsWith(typed)).toSorted();
}

async function offersOf(
  program: Command,
  command: Command,
  previous: string,
  typed: string,
  slugs: (kind: 'project' | 'preset') => Promise<readonly string[]>,
): Promise<readonly string[]> {
  if (previous === '--project') return slugs('project');
  if (previous === '--preset') return slugs('preset');
  if (previous === '--open' && command.name() === 'token') return ['meet', 'console'];
  if (previous === 'drill' && !typed.startsWith('-')) return DRILL_CODES;
  const options = [...command.options, ...program.options];
  const takesValue = options.find(
    ({ long, short }) => previous !== '' && (long === previous || short === previous),
  );
  if (takesValue?.required === true) return [];
  const flags = options.flatMap(({ long, short }) =>
    [long ?? '', short ?? ''].filter((flag) => flag !== ''),
  );
  if (typed.startsWith('-')) return [...flags, '--help'];
  if (command.name() === 'completion') return Object.keys(SCRIPTS);
  if (['use', 'remove', 'test'].includes(command.name())) return slugs('project');
  const parent = command.name() === 'help' ? program : command;
  return parent
    .createHelp()
    .visibleCommands(parent)
    .map((item) => item.name());
}

/** Whether a word on the command line means this command. */
export function isNamed(command: Command, word: string): boolean {
  return command.name() === word || command.aliases().includes(word);
}

/** The script with which a shell asks `token-tray complete` at each Tab. Throws `UsageError` for another shell. */
export function completionScript(shell: string): string {
  const script = Object.entries(SCRIPTS).find(([name]) => name === shell)?.[1];
  if (script !== undefined) return script;
  throw new UsageError('invalid_input', {
    detail: `"completion" takes ${Object.keys(SCRIPTS).join(', ')}.`,
  });
}

const SCRIPTS: Readonly<Record<string, string>> = {
  bash: `# eval "$(token-tray completion bash)"
_token_tray() {
  local IFS=$'\\n'
  COMPREPLY=( $(token-tray complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null) )
}
complete -o default -F _token_tray token-tray
`,
  zsh: `#compdef token-tray
# eval "$(token-tray completion zsh)"
_token_tray() {
  local -a offered
  offered=("\${(@f)$(token-tray complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if (( \${#offered[1]} )); then compadd -a offered; else _files; fi
}
compdef _token_tray token-tray
`,
  fish: `# token-tray completion fish | source
function __token_tray_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l offered (token-tray complete -- $words[2..-1] 2>/dev/null)
  if test (count $offered) -gt 0
    printf '%s\\n' $offered
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c token-tray -f -a '(__token_tray_complete)'
`,
  powershell: `# token-tray completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName token-tray -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
  if ($wordToComplete -eq '') { $words += '' }
  token-tray complete -- @words 2>$null | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`,
};
