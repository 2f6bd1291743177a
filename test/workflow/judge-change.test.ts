import { describe, expect, it } from 'vitest';
import type { Governance } from '../../src/core/conclude-evaluation.ts';
import type { Checkout, CompiledLibrary, PolicyEngine, RawStatement } from '../../src/core/ports.ts';
import { unitProblem, unitReader } from '../../src/core/extract/unit-reader.ts';
import type { Extractor } from '../../src/core/plug-ins.ts';
import { DEFAULT_SETTINGS } from '../../src/core/settings/default-settings.ts';
import type { ChangedFile } from '../../src/model/change-set.ts';
import type { Json } from '../../src/model/json.ts';
import { judgeChange, type JudgePorts } from '../../src/workflow/judge-change.ts';
import { aPolicy } from '../builders/a-policy.ts';
import { aTree } from '../fakes/a-tree.ts';
import { lineFormat, lineReader } from '../fakes/line-format.ts';

const context = { event: 'cli', surface: 'cli', branch: 'main', now: '2026-11-23T10:00:00Z', labels: [] } as const;

interface Input {
  readonly assets: readonly { readonly id: string; readonly fields: readonly { readonly name: string }[] }[];
  readonly changes: readonly { readonly asset: string; readonly kind: string }[];
}

/** Finds every field named `email`, and everything removed. */
const engine: PolicyEngine = {
  evaluate: (_, inputs) => Promise.resolve(inputs.map((input) => ({ statements: statementsOn(input), problems: [] }))),
};

function statementsOn(input: Json): readonly RawStatement[] {
  const { assets, changes } = input as unknown as Input;
  const emails = assets.flatMap(({ id, fields }) =>
    fields.filter(({ name }) => name === 'email').map((field) => ({ asset: id, field: field.name, msg: 'e-mail' })),
  );
  const removed = changes.filter(({ kind }) => kind === 'removed').map(({ asset }) => ({ asset, msg: 'removed' }));
  return [...emails, ...removed].map((value) => ({ policy: 'PII001', rule: 'deny', value }));
}

const library: CompiledLibrary = { references: [], policies: [aPolicy()], digest: 'd', wasm: '', data: {}, problems: [] };
const governance: Governance = { settings: DEFAULT_SETTINGS, library, rules: [], exceptions: [], problems: [] };

function ports(): JudgePorts & { readonly reader: ReturnType<typeof lineReader> } {
  const kept = new Map();
  const cache = { get: (key: string) => kept.get(key), set: (key: string, answer: unknown) => void kept.set(key, answer) };
  const graphs = { judgeGraph: () => Promise.resolve({ statements: [], lost: [] }) };
  return { reader: lineReader(), cache, extractors: [lineFormat], units: unitReader([lineFormat as unknown as Extractor]), engine, graphs };
}

type Texts = Readonly<Record<string, string | null>>;

function checkoutOf(base: Texts, head: Texts): Checkout {
  const paths = [...new Set([...Object.keys(base), ...Object.keys(head)])].filter((path) => base[path] !== head[path]);
  const files = paths.map((path): ChangedFile => {
    const status = !Object.hasOwn(base, path) ? 'added' : Object.hasOwn(head, path) ? 'modified' : 'removed';
    return { path, basePath: path, status, changedLines: [{ first: 1, last: 1 }], shownLines: [{ first: 1, last: 4 }] };
  });
  const changeSet = { base: { commit: 'b', name: 'main' }, head: { commit: 'h', name: 'feature' }, files };
  return { changeSet, base: aTree(base), head: aTree(head), governing: aTree(base) };
}

const judge = async (base: Texts, head: Texts, with_ = ports()) =>
  (await judgeChange(checkoutOf(base, head), governance, context, with_)).evaluation;
const told = ({ findings }: Awaited<ReturnType<typeof judge>>) =>
  findings.map(({ disposition, asset, message }) => `${disposition} ${asset} ${message}`);

describe('a judged change', () => {
  it('finds what is new, existing and fixed', async () => {
    const evaluation = await judge({ 'a.lines': 'old email\ngone email' }, { 'a.lines': 'old email\nfresh email\ngone' });
    expect(told(evaluation)).toEqual(['existing lines:old e-mail', 'new lines:fresh e-mail', 'fixed lines:gone e-mail']);
    expect(evaluation.decision).toMatchObject({ conclusion: 'neutral', counts: { consider: 1, existing: 1, fixed: 1 } });
  });

  it('does not ask about what the change leaves alone', async () => {
    const evaluation = await judge({ 'a.lines': 'a', 'b.lines': 'b email' }, { 'a.lines': 'a x', 'b.lines': 'b email' });
    expect(evaluation.assets.map(({ id }) => id)).toEqual(['lines:a']);
  });

  it('an asset that moved to another file is neither removed nor new', async () => {
    expect(told(await judge({ unit: '', 'a.lines': 'a email' }, { unit: '', 'b.lines': 'a email' }))).toEqual(['existing lines:a e-mail']);
  });

  it('a removed file removes what it declared', async () => {
    expect(told(await judge({ 'a.lines': 'a' }, {}))).toEqual(['new lines:a removed']);
  });

  it('no governed file changed: success, and it says how much it looked at', async () => {
    const { decision, coverage } = await judge({ 'a.txt': '1' }, { 'a.txt': '2' });
    expect(decision).toMatchObject({ conclusion: 'success', title: 'nothing to do, 1 file looked at' });
    expect(coverage).toEqual({ files: 1, governed: 0, unread: 0 });
  });
});

describe('what cannot be told of a unit', () => {
  it('is a problem, and what was declared there is not taken as removed', async () => {
    const units = { ...ports().units, assemble: lostWhere('more') };
    const before = { unit: '', 'a.lines': 'a', 'b.lines': 'b email' };
    const evaluation = await judge(before, { ...before, 'b.lines': 'b email more' }, { ...ports(), units });
    expect(evaluation.problems).toMatchObject([{ code: 'unit-timeout', undecided: true }]);
    expect(told(evaluation)).toEqual([]);
  });
});

/** Assembles as ever, but gives up on a unit with such a text. */
function lostWhere(word: string): JudgePorts['units']['assemble'] {
  const { assemble } = unitReader([lineFormat as unknown as Extractor]);
  const lost = unitProblem('timeout', 'a.lines', 'it takes too long');
  return (request) =>
    request.files.some(({ part }) => String(part).includes(word))
      ? Promise.resolve({ assets: [], changes: [], problems: [lost] })
      : assemble(request);
}

describe('what cannot be read', () => {
  it('is a problem, leaves the run undecided, and the others are judged', async () => {
    const evaluation = await judge({ 'a.lines': 'a' }, { 'a.lines': '!', 'b.lines': 'b email' });
    expect(told(evaluation)).toEqual(['new lines:b e-mail']);
    expect(evaluation.problems).toMatchObject([{ code: 'lines-unreadable', undecided: true }]);
    expect(evaluation.coverage.unread).toBe(1);
  });

  it('takes nothing that it declared as removed', async () => {
    expect(told(await judge({ 'a.lines': 'a' }, { 'a.lines': '! a' }))).toEqual([]);
    expect(told(await judge({ 'a.lines': 'a' }, { 'a.lines': null }))).toEqual([]);
  });

  it('but was so before does not hold up this change', async () => {
    const { problems, decision } = await judge(
      { unit: '', 'a.lines': 'a', 'b.lines': '!' },
      { unit: '', 'a.lines': 'a x', 'b.lines': '!' },
    );
    expect(problems).toMatchObject([{ code: 'lines-unreadable' }]);
    expect(decision).toMatchObject({ conclusion: 'success', counts: { undecided: 0 } });
  });
});

it('a file is parsed once, however often its content is judged', async () => {
  const shared = ports();
  await judge({ unit: '', 'a.lines': 'a', 'b.lines': 'b' }, { unit: '', 'a.lines': 'a x', 'b.lines': 'b' }, shared);
  expect(shared.reader.paths.toSorted()).toEqual(['a.lines', 'a.lines', 'b.lines']);
});

it('a library without policies never passes', async () => {
  const empty = { ...governance, library: { ...library, policies: [] } };
  const { evaluation } = await judgeChange(checkoutOf({}, { 'a.lines': 'a' }), empty, context, ports());
  expect(evaluation.problems).toMatchObject([{ code: 'policy-none', undecided: true }]);
});
