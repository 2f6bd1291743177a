import type { Checkout } from '../core/ports.ts';
import { applyEdits } from '../core/remediate/apply-edits.ts';
import { fixesOf, roundsOf, type ProposedFix } from '../core/remediate/prove.ts';
import type { Finding } from '../model/finding.ts';
import type { Judgement } from './judge-change.ts';
import { withHeadFiles } from './with-files.ts';

export interface FixedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** What fixing a change makes of it. */
export interface FixedChange {
  readonly files: readonly FixedFile[];
  /** Those that were wanted and are gone. */
  readonly fixed: readonly Finding[];
  /** Those that were wanted and have no edit that holds. */
  readonly left: readonly Finding[];
}

/**
 * Makes the edits of the new findings that are wanted, and judges again after each round, so that what is given back was judged as it
 * stands. Nothing is written anywhere.
 */
export async function fixChange(
  checkout: Checkout,
  isWanted: (finding: Finding) => boolean,
  judge: (checkout: Checkout) => Promise<Judgement>,
): Promise<FixedChange> {
  const files = new Map<string, FixedFile>();
  let current = asChange(checkout);
  let judged = await judge(current);
  const wanted = newOnes(judged).filter(isWanted);
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const [round] = roundsOf(fixesOf(judged.evaluation).filter(({ finding, patch }) => isWanted(finding) && mayEdit(patch.file)));
    if (!round) break;
    for (const file of edited(round, judged.texts)) files.set(file.path, { ...file, before: files.get(file.path)?.before ?? file.before });
    current = withHeadFiles(
      current,
      [...files.values()].map(({ path, after }) => ({ path, text: after, size: after.length })),
    );
    judged = await judge(current);
  }
  const standing = new Set(newOnes(judged).map(({ fingerprint }) => fingerprint));
  return {
    files: [...files.values()],
    fixed: wanted.filter(({ fingerprint }) => !standing.has(fingerprint)),
    left: newOnes(judged).filter(isWanted),
  };
}

/** One field has two findings with edits, seldom three. */
const MOST_PASSES = 6;

const isOpen = ({ disposition }: Finding): boolean => disposition === 'new';
const newOnes = ({ evaluation }: Judgement): readonly Finding[] => evaluation.findings.filter(isOpen);

/** What governs and what runs is never edited, whatever a policy says of it. */
const mayEdit = (path: string): boolean => !/^\.github\/|(?:^|\/)(?:\.git|CODEOWNERS$)/i.test(path);

/** A whole tree is judged for what its files declare, not for what statements of the past ordered. */
function asChange(checkout: Checkout): Checkout {
  const { base, head, files, whole } = checkout.changeSet;
  return whole === 'tree' ? { ...checkout, changeSet: { base, head, files } } : checkout;
}

function edited(round: readonly ProposedFix[], texts: ReadonlyMap<string, string>): readonly FixedFile[] {
  return [...Map.groupBy(round, ({ patch }) => patch.file)].map(([path, own]) => {
    const before = texts.get(path) ?? '';
    const edits = own.flatMap(({ patch }) => patch.edits);
    return { path, before, after: applyEdits(before, edits) };
  });
}
