import type { Finding } from '../../model/finding.ts';

/** More findings of one policy in one file than this are told as one, with a line for each. */
const MOST_ALIKE = 5;

/** Findings in the order of their places; many of one policy in one file stand together. */
export function groupAlike(findings: readonly Finding[]): readonly (readonly [Finding, ...Finding[]])[] {
  const groups = [...Map.groupBy(findings, ({ policy, file }) => `${policy}\n${file}`).values()];
  return groups.flatMap((group) => {
    const [first, ...others] = group;
    if (first && group.length > MOST_ALIKE) return [[first, ...others] as const];
    return group.map((one) => [one] as const);
  });
}
