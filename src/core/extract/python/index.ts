import type { SourceFile } from '../../../model/source.ts';
import type { Problem } from '../../../model/problem.ts';
import { lineIndex } from '../../text/line-index.ts';
import type { Claim, Extractor, ParseWith, Reading } from '../../plug-ins.ts';
import { partOf } from './flows/assets.ts';
import { sqlCells } from './frameworks/notebook.ts';
import { FRAMEWORKS } from './frameworks/registry.ts';
import type { PythonPart } from './part.ts';
import { interpret, type Source } from './run/interpret.ts';
import type { Run } from './run.ts';
import { readNotebook, type SqlCell } from './jupyter.ts';
import { findProblem } from './syntax/find-problem.ts';
import { linesThrough } from './texts.ts';
import { treeOf } from './syntax/tree.ts';

/** Pipelines that are written in Python, as text: nothing is imported, nothing runs. */
export const python: Extractor<PythonPart> = {
  id: 'python',
  title: 'Python',
  version: 2,
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
  const role = path.endsWith('.py') ? '' : path.endsWith('.ipynb') ? 'notebook' : undefined;
  return role === undefined || NEVER.test(path) ? null : { unit: path, role, unsure: true };
}

function read(file: SourceFile, role: string, parse: ParseWith): Reading<PythonPart> {
  const isNotebook = role === 'notebook';
  if (!FRAMEWORKS.some(({ words }) => words.test(file.text)) && !(isNotebook && /%%?sql\b/.test(file.text))) return NOTHING;
  const lines = lineIndex(file.path, file.text);
  if (!isNotebook) return readCode({ file, lines }, [], parse);
  const notebook = readNotebook(file);
  if (!notebook) return NOTHING;
  const { code, sql, problems } = notebook;
  const reading = readCode({ file: { ...file, text: code.value }, lines: linesThrough(code, lines) }, sql, parse);
  return { part: reading.part, problems: [...problems, ...reading.problems] };
}

const NOTHING: Reading<PythonPart> = { part: null, problems: [] };

function readCode(source: Source, sql: readonly SqlCell[], parse: ParseWith): Reading<PythonPart> {
  const { text } = source.file;
  const frameworks = [...FRAMEWORKS.filter(({ words }) => words.test(text)), ...(sql.length > 0 ? [sqlCells(sql)] : [])];
  if (frameworks.length === 0) return NOTHING;
  return parse('python', text, (root) => {
    const tree = treeOf(root);
    const run = interpret(source, tree, frameworks);
    const part = partOf(run);
    const problem = findProblem(root, text, run.lines);
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
