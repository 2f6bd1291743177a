import type { Reporter } from '../plug-ins.ts';

/** The Evaluation itself, as its published JSON Schema describes it. */
export const json: Reporter = {
  id: 'json',
  report: (evaluation) => `${JSON.stringify(evaluation, null, 2)}\n`,
};
