import { COMMANDS } from './registry.ts';

/** What `tollgate help` prints. */
export const help = (): string => `Tollgate judges data pipelines and schemas by the policies of their repository.

${COMMANDS.map((command) => command.help).join('\n')}
tollgate help | version

path is a repository (also a bare one), files, or a folder. Files, and folders outside Git, are judged whole.
Exit: 0 nothing blocks · 1 an enforced finding blocks · 2 bad use, or something could not be decided
`;
