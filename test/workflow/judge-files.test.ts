import { describe, expect, it } from 'vitest';
import { EXTRACTORS } from '../../src/core/extract/registry.ts';
import { readOne } from '../../src/core/extract/read-one.ts';
import type { Checkout, CompiledLibrary, FileReader, PolicyEngine } from '../../src/core/ports.ts';
import { DEFAULT_SETTINGS } from '../../src/core/settings/default-settings.ts';
import type { ChangedFile } from '../../src/model/change-set.ts';
import type { Json } from '../../src/model/json.ts';
import { judgeFiles } from '../../src/workflow/judge-files.ts';
import { aPolicy } from '../builders/a-policy.ts';
import { aTree } from '../fakes/a-tree.ts';

const noGrammar = () => {
  throw new Error('these formats need no grammar');
};
const reader: FileReader = { read: (requests) => Promise.resolve(requests.map((request) => readOne(request, EXTRACTORS, noGrammar))) };

/** Finds every `privileged: true` below `spec`, at its path, and a `kind` that is missing. */
const asked: Json[] = [];
const engine: PolicyEngine = {
  evaluate: (_, inputs, __, how) => {
    asked.push(...inputs);
    expect(how?.kind).toBe('file');
    return Promise.resolve(inputs.map((input) => ({ statements: statementsOn(input as unknown as Manifest), problems: [] })));
  },
};

interface Manifest {
  readonly kind?: string;
  readonly spec?: { readonly privileged?: boolean };
}

function statementsOn({ kind, spec }: Manifest) {
  const found = spec?.privileged === true ? [{ msg: 'is privileged', path: ['spec', 'privileged'] }] : [];
  const nameless = kind === undefined ? [{ msg: 'has no kind' }] : [];
  return [...found, ...nameless].map((value) => ({ policy: 'K8S001', rule: 'deny', value }));
}

const policy = aPolicy({ id: 'K8S001', input: 'file', files: ['deploy/**'] });
const library: CompiledLibrary = { references: [], policies: [policy, aPolicy()], digest: 'd', wasm: '', data: {}, problems: [] };

type Texts = Readonly<Record<string, string>>;
const DEPLOYED = 'kind: Pod\nspec:\n  privileged: true\n';

function checkoutOf(base: Texts, head: Texts, renamed: Readonly<Record<string, string>> = {}): Checkout {
  const paths = [...new Set([...Object.keys(base), ...Object.keys(head)])].filter((path) => !Object.values(renamed).includes(path));
  const files = paths.map((path): ChangedFile => {
    const basePath = renamed[path] ?? path;
    const status = !Object.hasOwn(base, basePath) ? 'added' : Object.hasOwn(head, path) ? 'modified' : 'removed';
    return { path, basePath, status, changedLines: [], shownLines: [] };
  });
  const changeSet = { base: { commit: 'b', name: 'main' }, head: { commit: 'h', name: 'feature' }, files };
  return { changeSet, base: aTree(base), head: aTree(head), governing: aTree(base) };
}

const judge = (checkout: Checkout, policies = library.policies) =>
  judgeFiles(
    checkout,
    { settings: DEFAULT_SETTINGS, library: { ...library, policies }, rules: [], exceptions: [], problems: [] },
    { reader, engine },
  );
const told = async (checkout: Checkout) =>
  (await judge(checkout)).findings.map(({ disposition, location, statement }) => [
    disposition,
    `${location.file}:${location.start.line}:${location.start.column}`,
    statement.message,
  ]);

describe('policies that judge a parsed file', () => {
  it('find what is new in it, at the key that they name', async () => {
    expect(await told(checkoutOf({ 'deploy/a.yml': 'kind: Pod\n' }, { 'deploy/a.yml': DEPLOYED }))).toEqual([
      ['new', 'deploy/a.yml:3:3', 'is privileged'],
    ]);
  });

  it('a finding survives a renamed file, moved lines, and another document before it', async () => {
    const moved = `kind: Service\n---\n# moved\n${DEPLOYED}`;
    expect(await told(checkoutOf({ 'deploy/a.yml': DEPLOYED }, { 'deploy/b.yml': moved }, { 'deploy/b.yml': 'deploy/a.yml' }))).toEqual([
      ['existing', 'deploy/b.yml:6:3', 'is privileged'],
    ]);
  });

  it('are asked about files of their patterns only, each document and each member of a list by itself', async () => {
    asked.length = 0;
    const list = JSON.stringify([{ kind: 'A' }, { kind: 'B' }]);
    await judge(checkoutOf({}, { 'deploy/a.yml': 'kind: Pod\n---\nkind: Job\n', 'deploy/l.json': list, 'other/a.yml': DEPLOYED }));
    expect(asked).toEqual([{ kind: 'Pod' }, { kind: 'Job' }, { kind: 'A' }, { kind: 'B' }]);
  });

  it('what is gone is fixed', async () => {
    expect(await told(checkoutOf({ 'deploy/a.yml': DEPLOYED }, { 'deploy/a.yml': 'kind: Pod\n' }))).toEqual([
      ['fixed', 'deploy/a.yml:3:3', 'is privileged'],
    ]);
    expect(await told(checkoutOf({ 'deploy/a.yml': DEPLOYED }, {}))).toMatchObject([['fixed', {}, {}]]);
  });

  it('without a place it stands at the start of its document', async () => {
    expect(await told(checkoutOf({}, { 'deploy/a.yml': 'kind: Pod\n---\nspec: {}\n' }))).toEqual([
      ['new', 'deploy/a.yml:3:1', 'has no kind'],
    ]);
  });

  it('a file that cannot be parsed is a problem that leaves it undecided', async () => {
    const { problems, findings } = await judge(checkoutOf({}, { 'deploy/a.json': '{"kind": ' }));
    expect(problems).toMatchObject([{ code: 'json-unreadable', undecided: true, location: { file: 'deploy/a.json' } }]);
    expect(findings).toEqual([]);
  });

  it('nothing is parsed where no policy judges files', async () => {
    asked.length = 0;
    expect((await judge(checkoutOf({}, { 'deploy/a.yml': DEPLOYED }), [aPolicy()])).judged.size).toBe(0);
    expect(asked).toEqual([]);
  });
});
