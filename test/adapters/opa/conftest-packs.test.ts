import { describe, expect, it } from 'vitest';
import { policyCompiler } from '../../../src/adapters/opa/compile-library.ts';
import { evaluateWasm } from '../../../src/adapters/opa/evaluate-wasm.ts';
import type { InputKind } from '../../../src/core/ports.ts';
import type { Json } from '../../../src/model/json.ts';
import { aLibrary, aPolicyFile, freshCache, GOOD, HAS_OPA } from './a-library.ts';

const sized = (path: string, text: string) => ({ path, text, size: Buffer.byteLength(text) });

async function told(files: Readonly<Record<string, string>>, input: Json, kind: InputKind = 'file') {
  const library = aLibrary(...Object.entries(files).map(([path, text]) => sized(path, text)));
  const { wasm, policies, data, problems } = await policyCompiler(freshCache()).compile([library]);
  const [answer] = await evaluateWasm({ wasm, policies, data, inputs: [input], kind });
  return { policies, problems, aborted: answer?.problems, statements: answer?.statements ?? [] };
}

const OLD =
  'package main\n\ndeny[msg] {\n\tinput.a == 1\n\tprint("seen", input)\n\tmsg := sprintf("a is %v", [input.a])\n}\n\nwarn_b[{"msg": "b"}] {\n\tnot input.b\n}\n';

describe.skipIf(!HAS_OPA)('packs written for conftest', () => {
  it('in the syntax before Rego v1 work beside those of today, whatever keywords these import', async () => {
    const { statements, problems } = await told(
      {
        'old/main.rego': OLD,
        'new/b.rego': 'package b\nimport future.keywords.in\nimport data.main\n\ndeny contains "new" if some x in input.list\n',
        'new/c.rego': 'package c\n# no empty line\ndeny contains "told" if input.a\n',
      },
      { a: 1, list: [2] },
    );
    expect(problems).toEqual([]);
    expect(statements).toEqual(
      expect.arrayContaining([
        { policy: 'main', rule: 'deny', value: 'a is 1' },
        { policy: 'main', rule: 'warn_b', value: { msg: 'b' } },
        { policy: 'b', rule: 'deny', value: 'new' },
        { policy: 'c', rule: 'deny', value: 'told' },
      ]),
    );
    expect(statements).toHaveLength(4);
  });

  it('in neither syntax are a problem as v1 tells it, and others live on', async () => {
    const broken = 'package broken\n\ndeny[msg] {\n\tinput.x in {1}\n\tmsg := "x"\n}\n';
    const { policies, problems } = await told({ 'a.rego': broken, [GOOD.path]: GOOD.text }, {});
    expect(policies.map(({ id }) => id)).toEqual(['GOOD1']);
    expect(problems).toMatchObject([
      { code: 'policy-does-not-compile', location: { file: 'made/a.rego', start: { line: 3 } }, undecided: true },
      { location: { file: 'made/a.rego', start: { line: 3 } } },
    ]);
    expect(problems.map(({ message }) => message).join()).toContain('`contains` keyword is required');
  });

  it('with `if` but no `contains` are objects, which is told where it stands', async () => {
    const text = 'package main\n\ndeny[msg] if {\n\tmsg := "x"\n}\n\nwarn contains "w"\n';
    const { problems, statements } = await told({ 'a.rego': text }, {});
    expect(problems).toHaveLength(1);
    const { start, end } = problems[0]!.location;
    expect(text.slice(start.offset, end.offset)).toBe('deny[msg] if');
    expect(statements.map(({ value }) => value)).toEqual(['w']);
  });

  it('faults of v1 files beside old ones keep their line', async () => {
    const wrong = 'package wrong\n\ndeny contains "x" if {\n\tno_such_function(input)\n}\n';
    const { problems } = await told({ 'old.rego': OLD, 'wrong.rego': wrong }, {});
    expect(problems).toMatchObject([{ location: { file: 'made/wrong.rego', start: { line: 4 } } }]);
  });

  it('except by the names of rules, from another file of their package', async () => {
    const rules = 'package main\n\ndeny_root contains "root"\n\ndeny contains "plain"\n\nwarn_root contains "warned"\n';
    const except = (name: string) => `package main\n\nexception contains rules if {\n\tinput.trusted\n\trules := ["${name}"]\n}\n`;
    const asked = async (name: string, trusted: boolean) =>
      (await told({ 'exception.rego': except(name), 'rules.rego': rules }, { trusted })).statements
        .map(({ value, excepted }) => `${String(value)}${excepted === true ? ' excepted' : ''}`)
        .toSorted();
    expect(await asked('root', true)).toEqual(['plain', 'root excepted', 'warned excepted']);
    expect(await asked('', true)).toEqual(['plain excepted', 'root', 'warned']);
    expect(await asked('root', false)).toEqual(['plain', 'root', 'warned']);
  });

  it('that read several files together are asked about a list', async () => {
    const text = 'package main\n\ndeny contains msg if {\n\tsome i\n\tinput[i].contents.kind == "A"\n\tmsg := input[i].path\n}\n';
    const { policies, statements } = await told({ 'all.rego': text }, [{ path: 'a.yml', contents: { kind: 'A' } }], 'files');
    expect(policies).toMatchObject([{ id: 'main', input: 'files' }]);
    expect(statements).toEqual([{ policy: 'main', rule: 'deny', value: 'a.yml' }]);
  });

  it('METADATA of ours says so too', async () => {
    const { path, text } = aPolicyFile('ALL1', 'deny contains "many" if count(input) > 1');
    const { policies } = await told({ [path]: text.replace('#   id: ALL1', '#   id: ALL1\n#   input: files') }, []);
    expect(policies).toMatchObject([{ id: 'ALL1', input: 'files' }]);
  });
});
