import { COMMANDS } from './registry.ts';

/** What `tollgate help` prints; of one command, or of a part of it (`tollgate policy lint --help`), what is its own. */
export function help(name = '', rest: readonly string[] = []): string {
  const words = ['help', '--help', '-h'].includes(name) ? rest : [name, ...rest];
  const [named = '', part = ''] = words.filter((word) => !word.startsWith('-'));
  const command = COMMANDS.find((one) => one.name === named);
  if (!command) return whole();
  const sections = command.help.split(/\n(?=tollgate )/);
  const own = sections.filter((one) => one.split('\n')[0]?.split(/\s+/)[2] === part);
  return `${(own.length > 0 ? own : sections).join('\n')}\n`;
}

const whole = (): string => `Tollgate judges data pipelines and schemas by the policies of their repository.

${COMMANDS.map((command) => command.help).join('\n')}
tollgate help | version

path is a repository (also a bare one), files, or a folder. Files, and folders outside Git, are judged whole.
Exit: 0 nothing blocks · 1 an enforced finding blocks · 2 bad use, or something could not be decided
`;
