import { DOMParser, onErrorStopParsing, type Document, type Element } from '@xmldom/xmldom';
import { expect, it } from 'vitest';
import { junit } from '../../../src/core/report/junit.ts';
import type { Evaluation } from '../../../src/model/evaluation.ts';
import { aContext } from '../../builders/a-context.ts';
import { aFinding } from '../../builders/a-finding.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import { anEvaluation } from '../../builders/an-evaluation.ts';
import { aPlace } from '../../builders/an-asset.ts';

const parse = (evaluation: Evaluation): Document =>
  new DOMParser({ onError: onErrorStopParsing }).parseFromString(junit.report(evaluation, aContext()), 'text/xml');
const all = (document: Document, name: string): readonly Element[] => [...document.getElementsByTagName(name)];
const totals = (element: Element | null | undefined): readonly (string | null | undefined)[] =>
  ['tests', 'failures', 'errors'].map((name) => element?.getAttribute(name));

it('a new finding that counts is a failure, at its place', () => {
  const document = parse(anEvaluation({ findings: [aFinding({ location: aPlace('a.sql', 3), phase: 'enforce' })] }));
  expect(totals(document.documentElement)).toEqual(['1', '1', '0']);
  const [testcase] = all(document, 'testcase');
  expect([testcase?.getAttribute('classname'), testcase?.getAttribute('file'), testcase?.getAttribute('line')]).toEqual([
    'PII001',
    'a.sql',
    '3',
  ]);
  expect(all(document, 'failure')[0]?.getAttribute('type')).toBe('blocks');
});

it('what is only watched passes and is told', () => {
  const document = parse(anEvaluation({ findings: [aFinding({ phase: 'observe', message: 'seen' })] }));
  expect(totals(document.documentElement)).toEqual(['1', '0', '0']);
  expect(all(document, 'system-out')[0]?.textContent).toContain('seen');
});

it('existing, fixed, excepted and suppressed findings are no cases', () => {
  const findings = (['existing', 'fixed', 'excepted', 'suppressed', 'baselined'] as const).map((disposition) => aFinding({ disposition }));
  const document = parse(anEvaluation({ findings }));
  expect(totals(document.documentElement)).toEqual(['1', '0', '0']);
});

it('a policy without findings passes', () => {
  const document = parse(anEvaluation({ policies: [aPolicy(), aPolicy({ id: 'RES001' })] }));
  expect(all(document, 'testsuite').map(totals)).toEqual([
    ['1', '0', '0'],
    ['1', '0', '0'],
  ]);
});

it('a problem that left something unjudged is an error, another one is none', () => {
  const problem = { code: 'sql-syntax', message: 'cannot read it', location: aPlace('a.sql', 7) };
  const document = parse(anEvaluation({ policies: [], problems: [{ ...problem, undecided: true }, problem] }));
  expect(totals(document.documentElement)).toEqual(['2', '0', '1']);
  expect(all(document, 'error')[0]?.getAttribute('type')).toBe('sql-syntax');
});

it('whatever a message holds comes back as it was, hidden characters as their code', () => {
  const message = '</failure> & "quotes" \'too\' <![CDATA[ ]]> tab\there\nnext';
  const document = parse(anEvaluation({ findings: [aFinding({ message: `${message}\u0000\u202e\ud800\uffff` })] }));
  expect(all(document, 'failure')[0]?.getAttribute('message')).toBe(`${message}\\u0000\\u202e\ufffd\\uffff`);
});
