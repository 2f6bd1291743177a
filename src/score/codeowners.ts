import { existsSync, readFileSync } from 'node:fs';
import { ownershipOf, parseCodeowners } from '../core/route/codeowners.ts';
import { CODEOWNERS_PATHS } from '../core/route/find-codeowners.ts';
import type { ScoreContext } from './score-context.ts';
import type { ScoreRow } from './score-row.ts';

interface Case {
  readonly kind: string;
  readonly name: string;
  readonly path?: string;
  readonly codeowners?: string;
  readonly codeowners_file?: string;
  readonly files?: readonly string[];
  readonly expected: unknown;
}

/** Who owns a path, and which of several files counts, against cases published by others. */
export function scoreCodeowners({ cases }: ScoreContext): readonly ScoreRow[] {
  const folder = `${cases}/codeowners`;
  if (!existsSync(folder)) return [{ case: 'codeowners', measure: 'owners of a path', value: 'absent' }];
  const lines = readFileSync(`${folder}/cases.jsonl`, 'utf8').split('\n');
  const all = lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as Case);
  // GitHub's documentation says that `[ ]` is no range; one of the sources reads it as one.
  const matches = all.filter(({ kind, name }) => kind === 'match' && !name.includes('character range'));
  const wrong = matches.filter((one) => JSON.stringify(ownersOf(one, folder)) !== JSON.stringify(one.expected));
  const right = matches.length - wrong.length;
  return [
    {
      case: 'codeowners',
      measure: 'owners of a path',
      precision: right / matches.length,
      recall: right / matches.length,
      note: `${right} of ${matches.length}`,
    },
    { case: 'codeowners', measure: 'which file counts', value: CODEOWNERS_PATHS.join(' > ') },
  ];
}

function ownersOf({ path = '', codeowners, codeowners_file }: Case, folder: string): readonly string[] {
  const text = codeowners ?? readFileSync(`${folder}/${codeowners_file}`, 'utf8');
  const { rules } = parseCodeowners({ path: 'CODEOWNERS', text, size: text.length });
  return (ownershipOf(path, rules)?.owners ?? []).map(({ name }) => name);
}
