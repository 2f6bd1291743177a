import type { DocumentNode } from '../../text/document-tree.ts';

/** What the names in a template stand for. */
export interface Scope {
  /** Parameters by their default; undefined for those whose value only the one who makes the stack knows. */
  readonly parameters: ReadonlyMap<string, DocumentNode | undefined>;
  readonly resources: ReadonlySet<string>;
  readonly mappings: DocumentNode | undefined;
  readonly conditions: ReadonlyMap<string, DocumentNode>;
  /** Conditions that were told before; null while one is being told. */
  readonly told: Map<string, boolean | undefined | null>;
  /** What the loops around a node stand for in this round, by their names. */
  readonly loops: ReadonlyMap<string, string>;
  readonly budget: Budget;
}

/** How much a template may still be made larger by what it refers to, in letters. */
export interface Budget {
  letters: number;
}

export const newBudget = (): Budget => ({ letters: 2_000_000 });

/** Whether that much may still be made. */
export function spend(letters: number, budget: Budget): boolean {
  budget.letters -= letters;
  return budget.letters >= 0;
}

/** How long a node is as written. */
export const lengthOf = ({ location: { start, end } }: DocumentNode): number => end.offset - start.offset;
