/** One measured figure. Precision and recall stand together, never one alone; other measures are a `value`. */
export interface ScoreRow {
  /** The folder of published cases. */
  readonly case: string;
  readonly measure: string;
  readonly precision?: number;
  readonly recall?: number;
  readonly value?: string;
  readonly note?: string;
}
