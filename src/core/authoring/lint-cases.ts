import type { PolicyMetadata } from '../../model/finding.ts';
import type { SourceFile } from '../../model/source.ts';
import { CASE_PATH, type Fault } from './authored.ts';
import { readExpected } from './read-expected.ts';

interface Library {
  /** How the library's folder was named. */
  readonly name: string;
  /** The files of all cases. */
  readonly cases: readonly SourceFile[];
}

/** Tests are given facts; only a case shows that a real file leads to a finding, and that one that is right leads to none. */
export function lintCases({ path }: PolicyMetadata, file: SourceFile, { name, cases }: Library): readonly Fault[] {
  const folder = path.slice(name.length + 1);
  const prefix = folder === '' ? 'cases/' : `${folder}/cases/`;
  const own = cases.filter((one) => one.path.startsWith(prefix) && CASE_PATH.test(one.path) && /\/expected\.ya?ml$/.test(one.path));
  const finds = own.map((one) => readExpected(one).findings.some(({ told }) => told.policy === undefined));
  const line = file.text.split('\n').findIndex((one) => one.startsWith('package ')) + 1;
  const at = { file: file.path, line: Math.max(1, line), column: 1, isAdvice: true } as const;
  const how = (expected: string): string =>
    `write ${name}/${prefix}<case>/after/<a file>, and beside after/ an expected.yml with \`${expected}\``;
  if (own.length === 0)
    return [{ ...at, message: 'no case shows it a file to find something in, and one to pass', fix: how('findings: [{ line: 3 }]') }];
  return [
    ...(finds.includes(true)
      ? []
      : [{ ...at, message: 'no case shows it a file to find something in', fix: how('findings: [{ line: 3 }]') }]),
    ...(finds.includes(false) ? [] : [{ ...at, message: 'no case shows it a file to pass', fix: how('findings: []') }]),
  ];
}
