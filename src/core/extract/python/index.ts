import type { SourceFile } from '../../../model/source.ts';
import type { Problem } from '../../../model/problem.ts';
import type { Claim, Extractor, ParseWith, Reading } from '../../plug-ins.ts';
import { partOf } from './flows/assets.ts';
import { FRAMEWORKS } from './frameworks/registry.ts';
import type { PythonPart } from './part.ts';
import { interpret } from './run/interpret.ts';
import type { Run } from './run.ts';
import { findProblem } from './syntax/find-problem.ts';
import { treeOf } from './syntax/tree.ts';

/** Pipelines that are written in Python, as text: nothing is imported, nothing runs. */
export const python: Extractor<PythonPart> = {
  id: 'python',
  title: 'Python',
  version: 1,
  grammar: 'python',
  claim,
  read,
  assemble: (_, files) => ({
    assets: files.flatMap(({ part }) => part.assets),
    changes: [],
    problems: [],
    edges: files.flatMap(({ part }) => part.edges),
  }),
};

const NEVER = /(?:^|\/)(?:\.venv|venv|site-packages|node_modules|__pycache__|\.tox|\.eggs)\//;

/** Most Python moves no data: its text says so. */
function claim(path: string): Claim | null {
  return path.endsWith('.py') && !NEVER.test(path) ? { unit: path, role: '', unsure: true } : null;
}

function read(file: SourceFile, _: string, parse: ParseWith): Reading<PythonPart> {
  const frameworks = FRAMEWORKS.filter(({ words }) => words.test(file.text));
  if (frameworks.length === 0) return { part: null, problems: [] };
  return parse('python', file.text, (root) => {
    const tree = treeOf(root);
    const run = interpret(file, tree, frameworks);
    const part = partOf(run);
    const problem = findProblem(root, file.text, run.lines);
    return { part: part.assets.length > 0 ? part : null, problems: [...(problem ? [problem] : []), ...tooMuch(run, tree.cut)] };
  });
}

function tooMuch(run: Run, cut: boolean): readonly Problem[] {
  if (run.budget > 0 && !cut) return [];
  return [
    {
      code: 'python-too-much',
      message:
        'This file is longer in one expression, or makes more of loops and calls, than Tollgate follows, so part of it was not judged. Split it.',
      location: run.lines.location(0, 0),
      undecided: true,
    },
  ];
}
