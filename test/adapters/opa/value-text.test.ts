import { describe, expect, it } from 'vitest';
import { HOST_BUILTINS } from '../../../src/adapters/opa/builtins/registry.ts';
import { readValue, writeValue } from '../../../src/adapters/opa/builtins/value-text.ts';

describe('values of Rego', () => {
  it.each(['set()', '{}', '{1,"a"}', '{1:{"b":set()}}', '9007199254740993', '1e400', '[null,true,"\\u0000ž"]', '{"__proto__":1}'])(
    'read %s and write it again',
    (text) => {
      expect(writeValue(readValue(text))).toBe(text);
    },
  );

  it('are refused when they nest too deep', () => {
    expect(() => readValue('['.repeat(100_000))).toThrow('nests deeper');
  });

  it('keep sets for the builtins that take them', () => {
    const answer = HOST_BUILTINS.get('strings.any_prefix_match')?.(new Set(['abc']), new Set(['ab']));
    expect(answer).toBe(true);
  });

  it('meet catastrophic patterns in linear time', () => {
    expect(HOST_BUILTINS.get('regex.replace')?.('a'.repeat(100_000), '^(a+)+$x', 'b')).toBe('a'.repeat(100_000));
  });
});
