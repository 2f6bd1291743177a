/** One thing that is wrong with a document. */
export interface Mismatch {
  readonly type: string;
  /** From the root, whose name is `(Root)`. */
  readonly path: readonly string[];
  readonly description: string;
}

/** What a schema says of a value. The score tells which of several schemas was the likeliest: it chooses whose faults are told. */
export interface Outcome {
  readonly faults: Mismatch[];
  score: number;
}

export const newOutcome = (): Outcome => ({ faults: [], score: 0 });

export function addFault(outcome: Outcome, path: readonly string[], type: string, description: string): void {
  outcome.faults.push({ type, path, description });
  outcome.score -= 2;
}

export function merge(outcome: Outcome, other: Outcome): void {
  for (const fault of other.faults) outcome.faults.push(fault);
  outcome.score += other.score;
}

export const holds = ({ faults }: Outcome): boolean => faults.length === 0;

/** The first of the best. */
export function best(outcomes: readonly Outcome[]): Outcome | undefined {
  return outcomes.reduce<Outcome | undefined>((one, other) => (one === undefined || other.score > one.score ? other : one), undefined);
}
