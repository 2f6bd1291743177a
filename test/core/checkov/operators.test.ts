import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OPERATORS } from '../../../src/core/checkov/operators.ts';
import { toValue, type Value } from '../../../src/core/resources/value.ts';
import type { Json } from '../../../src/model/json.ts';

const ask = (operator: string, attribute: Json | undefined, wanted: Json) =>
  OPERATORS.get(operator)?.ask(attribute === undefined ? undefined : toValue(attribute), toValue(wanted));
const UNKNOWN: Value = { unknown: 'var.x' };

describe('operators of attributes', () => {
  it.each<[string, Json | undefined, Json, boolean | null]>([
    ['equals', 'private', 'private', true],
    ['equals', 10, '10', true],
    ['equals', true, 'true', true],
    ['equals', undefined, 'None', true],
    ['equals', ['a'], ['a'], true],
    ['equals', ['a', 'b'], ['b', 'a'], false],
    ['not_equals', undefined, 'x', true],
    ['equals_ignore_case', 'AES256', 'aes256', true],
    ['exists', false, null, true],
    ['exists', null, null, false],
    ['not_exists', undefined, null, true],
    ['contains', ['a', 'b'], 'b', true],
    ['contains', 'abc', 'b', true],
    ['contains', '["a"]', 'a', true],
    ['contains', { Name: 'x' }, 'Name', true],
    ['contains', { Name: ['x'] }, 'x', true],
    ['contains', 5, 'x', null],
    ['contains', undefined, 'x', false],
    ['not_contains', undefined, ['x'], null],
    ['not_contains', ['a'], 'b', true],
    ['within', 'a', ['a', 'b'], true],
    ['within', undefined, ['a'], false],
    ['not_within', 'c', ['a'], true],
    ['starting_with', 'arn:aws', 'arn:', true],
    ['starting_with', 5, 'arn:', false],
    ['not_ending_with', 'main.tf', '.tf', false],
    ['regex_match', 'arn:aws:s3', 'arn:[a-z]+:s3$', true],
    ['regex_match', 'xarn', 'arn', false],
    ['regex_match', 'production', '^(?!test)', true],
    ['regex_match', 'x', '(', false],
    ['not_regex_match', 'Prod', '(?i)prod', false],
    ['subset', ['a'], ['a', 'b'], true],
    ['subset', ['a', 'c'], ['a', 'b'], false],
    ['intersects', ['a', 'c'], ['c'], true],
    ['not_intersects', ['a'], ['c'], true],
    ['is_empty', [], null, true],
    ['is_empty', undefined, null, false],
    ['is_not_empty', ['a'], null, true],
    ['is_true', 'true', null, false],
    ['is_false', undefined, null, true],
    ['greater_than', 9, '10', false],
    ['greater_than', '11', 10, true],
    ['greater_than', undefined, 10, false],
    ['less_than', 9, 10, true],
    ['less_than', undefined, 10, false],
    ['less_than_or_equal', 10, 10, true],
    ['length_equals', ['a', 'b'], 2, true],
    ['length_equals', { a: 1, b: 2 }, 1, true],
    ['length_greater_than', 'abcd', '3', true],
    ['length_less_than_or_equal', 5, 3, false],
    ['number_of_words_equals', 'a b  c', 3, true],
    ['number_of_words_less_than', ['a'], 3, false],
    ['range_includes', '1000-4000', 3000, true],
    ['range_includes', ['22', '80-90'], ['85'], true],
    ['range_includes', '*', 3000, true],
    ['range_includes', 22, '20-30', true],
    ['range_not_includes', undefined, 22, true],
    ['cidr_range_subset', '10.1.0.0/16', '10.0.0.0/8', true],
    ['cidr_range_subset', ['10.1.0.0/16', '0.0.0.0/0'], ['10.0.0.0/8'], false],
    ['cidr_range_subset', '2001:db8::/48', ['10.0.0.0/8', '2001:db8::/32'], true],
    ['cidr_range_subset', 'everywhere', '10.0.0.0/8', null],
    ['cidr_range_not_subset', '0.0.0.0/0', '10.0.0.0/8', true],
  ])('%s of %j against %j is %s', (operator, attribute, wanted, verdict) => {
    expect(ask(operator, attribute, wanted)).toBe(verdict);
  });

  it('leaves open what a member that cannot be told may decide, and nothing else', () => {
    const list = [UNKNOWN, 'a'];
    const told = (operator: string, wanted: Json): unknown => OPERATORS.get(operator)?.ask(list, toValue(wanted));
    expect([told('contains', 'a'), told('contains', 'b'), told('not_contains', 'b'), told('subset', ['a']), told('subset', ['b'])]).toEqual(
      [true, null, null, null, false],
    );
    expect([told('intersects', ['b']), told('intersects', ['a']), told('equals', ['b', 'a'])]).toEqual([null, true, null]);
  });

  it('has an opposite that always says the opposite', () => {
    const opposites = [
      ['equals', 'not_equals'],
      ['contains', 'not_contains'],
      ['within', 'not_within'],
      ['subset', 'not_subset'],
      ['intersects', 'not_intersects'],
      ['range_includes', 'range_not_includes'],
      ['cidr_range_subset', 'cidr_range_not_subset'],
    ] as const;
    const json = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.string(), { maxLength: 3 }));
    fc.assert(
      fc.property(fc.constantFrom(...opposites), json, json, ([one, other], attribute, wanted) => {
        const [yes, no] = [ask(one, attribute, wanted), ask(other, attribute, wanted)];
        return yes === null ? no === null : no === !yes;
      }),
      { seed: 11 },
    );
  });
});
