import { withoutAliases } from './aliases.ts';
import { HOST_BUILTINS, TIMED_BUILTINS } from './builtins/registry.ts';
import { REFUSED } from './builtins/refused.ts';
import { NATIVE_BUILTINS } from './native-builtins.ts';

/** The page that says which of OPA's builtins policies have here, as Markdown; a test holds the published one to it. */
export function builtinsPage(): string {
  const names = [...NATIVE_BUILTINS, ...HOST_BUILTINS.keys()].map(withoutAliases).filter((name) => !name.startsWith('internal.'));
  const groups = [...Map.groupBy([...new Set(names)].toSorted(), (name) => (name.includes('.') ? name.split('.')[0] : ''))];
  const timed = [...TIMED_BUILTINS.keys()].map((name) => `\`${name}\``).join(', ');
  return `# Builtins of Rego in policies

Policies are compiled by OPA and judged in WebAssembly. These builtins are there, with OPA's answers:

| | |
| --- | --- |
${groups.map(([group, own]) => `| ${group === '' ? 'plain' : `\`${group}.\``} | ${own.map((name) => `\`${name}\``).join(' ')} |`).join('\n')}

The time is that of the judgement, the same for all policies: ${timed}.

What OPA tells of a JSON schema in any order is told by the order of names. A schema that lies elsewhere, or an address that only Go reads in its way, leaves the policy
undecided.

A policy that calls one of these does not compile; it is left out, and a problem at its line gives the reason:

| builtin | why not |
| --- | --- |
${REFUSED.map(([name, why]) => `| \`${name}${/[._]$/.test(name) ? '*' : ''}\` | ${why} |`).join('\n')}

So is a policy that asks an object of \`data\` by a number, as \`data.names[2]\`: OPA and its WebAssembly take that for different things.
`;
}
