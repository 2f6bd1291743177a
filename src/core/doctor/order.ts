import type { Examination } from '../../model/examination.ts';

const SEVERITIES: readonly string[] = ['high', 'medium', 'low'];
const STATES: readonly string[] = ['wrong', 'unknown', 'fine'];

/** What is wrong first, the worst of it on top. */
export function sorted(all: readonly Examination[]): readonly Examination[] {
  return all.toSorted(
    (one, other) =>
      STATES.indexOf(one.state) - STATES.indexOf(other.state) || SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity),
  );
}

/** `2 to fix, 1 unknown, 9 fine`. */
export function tally(all: readonly Examination[]): string {
  const count = (state: Examination['state']): number => all.filter((one) => one.state === state).length;
  return `${count('wrong')} to fix, ${count('unknown')} unknown, ${count('fine')} fine`;
}
