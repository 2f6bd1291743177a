import { expect, it } from 'vitest';
import type { LibraryFile } from '../../../src/adapters/opa/library-file.ts';
import { regulaNeverAsked } from '../../../src/adapters/opa/never-asked.ts';
import { readPolicyFile } from '../../../src/adapters/opa/policy-file.ts';

const rule = (library: string, path: string, inputType: string | null): LibraryFile => {
  const head = inputType === null ? '' : `input_type := "${inputType}"\n\n`;
  const text = `package rules.${path}\n\n${head}resource_type := "MULTIPLE"\n`;
  return { library, shown: `${library}/${path}.rego`, text, policy: readPolicyFile({ path: `${path}.rego`, text, size: text.length }) };
};

it('rules for Regula of input that is never given are told once a library, by kind, at the first', () => {
  const files = [
    rule('a', 'one', 'k8s'),
    rule('a', 'two', 'arm'),
    rule('a', 'three', 'k8s'),
    rule('a', 'four', 'tf'),
    rule('b', 'five', 'arm'),
  ];
  expect(regulaNeverAsked(files)).toMatchObject([
    {
      code: 'policy-input',
      message: '3 rules for Regula are never asked: Tollgate gives such rules Terraform and CloudFormation input, not arm (1), k8s (2).',
      location: { file: 'a/one.rego', start: { line: 3 } },
      undecided: true,
    },
    { message: '1 rule for Regula is never asked: Tollgate gives such rules Terraform and CloudFormation input, not arm (1).' },
  ]);
});

it('rules that name no input, a Terraform plan or CloudFormation are asked', () => {
  expect(regulaNeverAsked([rule('a', 'one', null), rule('a', 'two', 'tf_plan'), rule('a', 'three', 'cloudformation')])).toEqual([]);
});
