import { describe, expect, test } from 'vitest';
import { readText, sliced } from './unit-of-schemas.ts';

const record = (...fields: string[]): string => `{"type": "record", "name": "R", "fields": [${fields.join(', ')}]}`;

describe('what readers refuse', () => {
  test.each([
    [record('{"name": "a", "type": ["null", ["int"]]}'), '["int"]', 'A union cannot hold a union'],
    [record('{"name": "a", "type": ["null", "int", "int"]}'), '"int"', 'holds `int` twice'],
    [record('{"name": "a", "type": "int", "default": "x"}'), '"x"', 'no value of its type'],
    [record('{"name": "a", "type": "long", "default": 1.5}'), '1.5', 'no value of its type'],
    [record('{"name": "a", "type": {"type": "array", "items": "int"}, "default": [1, "x"]}'), '[1, "x"]', 'no value of its type'],
    [record('{"name": "a", "type": {"type": "enum", "name": "E", "symbols": ["A"]}, "default": "B"}'), '"B"', 'no value of its type'],
    [
      record('{"name": "a", "type": {"type": "record", "name": "S", "fields": [{"name": "b", "type": "int"}]}, "default": {}}'),
      '{}',
      'no value of its type',
    ],
    ['{"type": "enum", "name": "E", "symbols": ["A"], "default": "B"}', '"E"', 'none of the symbols'],
    ['{"type": "fixed", "name": "F"}', '"F"', 'needs a `size`'],
  ])('%s', (text, at, words) => {
    const { problems } = readText(text);
    expect(problems.map(({ code, undecided }) => [code, undecided])).toEqual([['avro-invalid', undefined]]);
    expect([sliced(text, problems[0]!.location), problems[0]?.message.includes(words)]).toEqual([at, true]);
  });
});

describe('what is allowed', () => {
  test.each([
    [record('{"name": "a", "type": ["null", "int"], "default": null}, {"name": "b", "type": ["null", "int"], "default": 5}')],
    [record('{"name": "a", "type": "double", "default": "NaN"}, {"name": "b", "type": "bytes", "default": "\\u00ff"}')],
    [record('{"name": "a", "type": "other.Thing", "default": 5}')],
    [record('{"name": "a", "type": ["null", "R"], "default": null}, {"name": "b", "type": {"type": "map", "values": "R"}, "default": {}}')],
    [record('{"name": "a", "type": {"type": "long", "logicalType": "no-such-type"}, "default": 0}')],
    [record('{"name": "a", "type": [{"type": "array", "items": "int"}, {"type": "map", "values": "int"}]}')],
  ])('%s', (text) => {
    expect(readText(text).problems).toEqual([]);
  });
});
