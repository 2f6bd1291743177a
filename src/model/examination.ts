/** One thing that `tollgate doctor` looked at. `unknown` is never fine: nobody could tell. */
export interface Examination {
  /** `required-check`, `codeowners` … */
  readonly id: string;
  readonly state: 'fine' | 'wrong' | 'unknown';
  /** How much it costs: `high` opens the gate, `medium` hurts, `low` is worth knowing. */
  readonly severity: 'high' | 'medium' | 'low';
  /** One line: what is so, in the reader's terms. */
  readonly message: string;
  /** What to do, a line each: clicks, a command, or text to paste. Empty where it is fine. */
  readonly fix: readonly string[];
}
