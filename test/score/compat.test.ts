import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rulesOf } from '../../src/score/buf-rules.ts';
import { scoreCompatAvro } from '../../src/score/compat-avro.ts';
import { scoreCompatProtobuf } from '../../src/score/compat-protobuf.ts';
import type { ScoreContext } from '../../src/score/score-context.ts';
import type { ReadableTree } from '../../src/model/change-set.ts';
import { differencesOf, proto3 } from '../core/extract/protobuf/unit-of-texts.ts';

const show = () => Promise.resolve(undefined);
const nowhere: ScoreContext = { cases: '/nowhere', git: () => undefined, show };

function casesOf(name: string, ...lines: object[]): string {
  const cases = mkdtempSync(join(tmpdir(), 'tollgate-cases-'));
  mkdirSync(join(cases, name));
  writeFileSync(join(cases, name, 'cases.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return cases;
}

test('Avro: a wrong verdict costs, and says which way', () => {
  const cases = casesOf(
    'compat-avro',
    { case: '1', reader: 'long', writer: 'int', compatible: true },
    { case: '2', reader: 'int', writer: 'long', compatible: false },
    { case: 'mislabelled', reader: 'int', writer: 'string', compatible: true },
  );
  expect(scoreCompatAvro({ ...nowhere, cases }).map(({ precision, recall, note }) => [precision, recall, note?.slice(0, 23)])).toEqual([
    [0.5, 1, '2 of 3 verdicts exact ·'],
    [0.5, 1, '2 of 3 verdicts exact ·'],
  ]);
  expect(scoreCompatAvro(nowhere)).toEqual([{ case: 'compat-avro', measure: 'verdicts', value: 'absent' }]);
});

const FOLDER = 'private/bufpkg/bufcheck/testdata/breaking';

function treeOf(files: Readonly<Record<string, string>>): ReadableTree {
  const paths = Object.keys(files).map((path) => `${FOLDER}/${path}`);
  const textOf = (path: string): string => files[path.slice(FOLDER.length + 1)] ?? '';
  return {
    content: {},
    paths,
    has: (path) => paths.includes(path),
    nearest: () => undefined,
    digest: () => undefined,
    read: (wanted) => Promise.resolve(wanted.map((path) => ({ path, text: textOf(path), size: textOf(path).length }))),
  };
}

describe('Protobuf', () => {
  test('verdicts by category, and rules by file and line', async () => {
    const broken = { exit: 100 };
    const cases = casesOf('compat-protobuf', {
      case: 'one',
      declared: [
        { file: 'a.proto', line: 3, rule: 'FIELD_SAME_TYPE' },
        { file: 'a.proto', line: 9, rule: 'FIELD_SAME_TYPE' },
      ],
      buf_categories: { FILE: broken, PACKAGE: broken, WIRE: { exit: 0 }, WIRE_JSON: broken },
    });
    const tree = treeOf({
      'previous/one/a.proto': proto3('message A { int32 a = 1; }'),
      'current/one/a.proto': proto3('message A { int64 a = 1; }'),
    });
    const rows = await scoreCompatProtobuf({ cases, git: () => '/git', show, tree: () => Promise.resolve(tree) });
    expect(rows.map(({ measure, precision, recall }) => [measure, precision, recall])).toEqual([
      ['FILE is broken', 1, 1],
      ['PACKAGE is broken', 1, 1],
      ['WIRE_JSON is broken', 1, 1],
      ['WIRE is broken', undefined, undefined],
      ['rules by file and line', 1, 0.5],
    ]);
  });

  test('says so where the cases or the repository are not there', async () => {
    expect((await scoreCompatProtobuf(nowhere))[0]?.value).toBe('absent');
    expect((await scoreCompatProtobuf({ ...nowhere, cases: casesOf('compat-protobuf') }))[0]?.value).toMatch(/bufbuild\/buf/);
  });

  test.each([
    ['string a = 1;', '', ['FIELD_NO_DELETE', 'FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED', 'FIELD_NO_DELETE_UNLESS_NAME_RESERVED']],
    ['string a = 1;', 'reserved 1;', ['FIELD_NO_DELETE', 'FIELD_NO_DELETE_UNLESS_NAME_RESERVED']],
    ['string a = 1;', 'string b = 1;', ['FIELD_SAME_NAME', 'FIELD_SAME_JSON_NAME']],
    ['string a_ = 1;', 'string a = 1;', ['FIELD_SAME_NAME']],
    ['int32 a = 1;', 'int64 a = 1;', ['FIELD_SAME_TYPE', 'FIELD_WIRE_JSON_COMPATIBLE_TYPE']],
    ['oneof o { int32 a = 1; }', 'oneof p { int32 a = 1; }', ['FIELD_SAME_ONEOF', 'ONEOF_NO_DELETE']],
    ['reserved 5;', '', ['RESERVED_ENUM_NO_DELETE', 'RESERVED_MESSAGE_NO_DELETE']],
  ])('%s, then %s: the rules it breaks', (before, after, expected) => {
    const side = (body: string) => ({ 'a.proto': proto3(`message A { ${body} }`) });
    expect(differencesOf(side(before), side(after)).flatMap(rulesOf)).toEqual(expected);
  });

  test('options of a file have a rule each', () => {
    const found = differencesOf({ 'a.proto': proto3('') }, { 'a.proto': proto3('option go_package = "x";') });
    expect(found.flatMap(rulesOf)).toEqual(['FILE_SAME_GO_PACKAGE']);
  });
});
