import { lineIndex } from '../../core/text/line-index.ts';
import type { Problem } from '../../model/problem.ts';
import type { LibraryFile } from './library-file.ts';

/** The views that rules for Regula are asked about: sources and plans of Terraform, and CloudFormation templates. */
const GIVEN_VIEWS: ReadonlySet<string> = new Set(['tf', 'tf_plan', 'cfn']);

/** One problem a library for its rules for Regula whose kind of input is never given, at the first of them. */
export function regulaNeverAsked(files: readonly LibraryFile[]): readonly Problem[] {
  const silent = files.filter(({ policy }) => policy?.regula && !policy.regula.views.some((view) => GIVEN_VIEWS.has(view)));
  return [...Map.groupBy(silent, ({ library }) => library).values()].flatMap(problemOf);
}

function problemOf(rules: readonly LibraryFile[]): readonly Problem[] {
  const [first] = rules;
  if (!first) return [];
  const counts = Map.groupBy(rules, ({ policy }) => policy?.regula?.inputType ?? '');
  const kinds = [...counts].map(([kind, { length }]) => `${kind} (${length})`).toSorted();
  const found = /^input_type\b[^\n]*/m.exec(first.text);
  const at = found?.index ?? 0;
  const location = lineIndex(first.shown, first.text).location(at, at + (found?.[0].length ?? 0));
  const who = rules.length === 1 ? '1 rule for Regula is' : `${rules.length} rules for Regula are`;
  const message = `${who} never asked: Tollgate gives such rules Terraform and CloudFormation input, not ${kinds.join(', ')}.`;
  return [{ code: 'policy-input', message, location, undecided: true }];
}
