/** As GitHub names them. `neutral` satisfies a required check there, so it never means "could not decide" for an enforced policy. */
export type Conclusion = 'success' | 'neutral' | 'failure';

/** How many findings weigh what. Only new ones are in `blocks`, `consider` and `watched`. */
export interface Counts {
  readonly blocks: number;
  readonly consider: number;
  readonly watched: number;
  readonly existing: number;
  readonly fixed: number;
  readonly excepted: number;
  readonly suppressed: number;
  readonly baselined: number;
  /** Problems that left something unjudged. */
  readonly undecided: number;
}

export interface Decision {
  readonly conclusion: Conclusion;
  /** One line: `1 finding blocks, 2 to consider`. */
  readonly title: string;
  readonly counts: Counts;
}
