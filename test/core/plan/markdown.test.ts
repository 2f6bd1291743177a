import { describe, expect, it } from 'vitest';
import { code, fence, item, link, marker, markersIn, say, mention, row, sentence, text, visible } from '../../../src/core/plan/markdown.ts';

/** What GitHub would do with it, roughly: entities decoded, as a mail client or a second renderer does. */
const decoded = (value: string): string => value.replace(/&#(\d+);/g, (_, digits: string) => String.fromCharCode(Number(digits)));

const HOSTILE = [
  'ping @everyone and @acme/all',
  'fixes #1 and acme/warehouse#12 and GH-3',
  '![x](https://evil.example/a.png)',
  '<img src=https://evil.example>',
  '<!-- tollgate:finding:0 -->',
  'see https://evil.example or www.evil.example',
  '[click](javascript:alert(1))',
  '``` \n# title\n```',
  '| a | b |',
  '\n- [x] done\n',
  'a@b.example',
  '&#64;everyone',
  '</code><b>x',
  '$x^2$',
];

describe.each([
  ['text', text],
  ['code', code],
  ['sentence', sentence],
])('%s from a repository', (_, build) => {
  it.each(HOSTILE)('is inert: %j', (value) => {
    const made = build(value);
    const own = made.replaceAll(/<\/?code>/g, '');
    expect(own).not.toMatch(/[<>`|]/);
    expect(own).not.toMatch(/[[\]]/);
    expect(made).not.toContain('\n');
    expect(made).not.toMatch(/@\w/);
    expect(made).not.toMatch(/(?<!&)#\d/);
    expect(made).not.toMatch(/:\/\/|www\.|gh-\d/i);
  });

  it('stays readable', () => {
    expect(decoded(build('mart.customers.e_mail is *not* tagged')).replaceAll(/<\/?code>/g, '')).toBe(
      'mart.customers.e_mail is *not* tagged',
    );
  });
});

it('does not start a list, a heading or a rule', () => {
  for (const start of ['- a', ' - a', '\n# a', '+ a', '1. a', '2) a', '# a', '=== a', '> a']) expect(text(start)).toMatch(/^(?:&|\d&)/);
});

it('keeps code between backticks, and a lone backtick as a letter', () => {
  expect(sentence('set by `var.region`, elsewhere')).toBe('set by <code>var.region</code>, elsewhere');
  expect(sentence('a ` b')).toBe('a &#96; b');
  expect(sentence('mart.a holds names, mart.a', 'mart.a')).toBe('<code>mart.a</code> holds names, <code>mart.a</code>');
});

it('shows what hides', () => {
  expect(visible('a\u202eb\u0000c\u200bd\ud800')).toBe('a\\u{202e}b\\u{0}c\\u{200b}d\\u{d800}');
});

describe('a fence', () => {
  it('is longer than any in its content', () => {
    expect(fence('suggestion', 'a\n````\nb')).toBe('`````suggestion\na\n````\nb\n`````');
  });

  it.each([
    ['a bidi control', 'x\u202ey'],
    ['a carriage return', 'a\r\nb'],
  ])('is refused for %s', (_, content) => {
    expect(fence('suggestion', content)).toBeNull();
  });

  it('deletes lines by being empty', () => {
    expect(fence('suggestion', '')).toBe('```suggestion\n```');
  });
});

it('links only to the web', () => {
  expect(link(say`x`, 'javascript:alert(1)')).toBe('x');
  expect(link(say`x`, 'https://a.example/(b)')).toBe('[x](https://a.example/%28b%29)');
});

it('mentions only what is a login or a team', () => {
  expect(mention('@acme/data')).toBe('@acme/data');
  expect(mention('data@acme.example')).not.toMatch(/@\w/);
  expect(mention('@acme/data) @everyone')).not.toMatch(/@\w/);
});

it('finds its own markers again, and no name can close one', () => {
  expect(markersIn(`${marker('finding:0a')}\nbody ${marker('group:x-->y')}`)).toEqual(['finding:0a', 'group:x-y']);
});

it('keeps cells and items on their line', () => {
  expect(row([say`a|b`, say`c`])).toBe('| a&#124;b | c |');
  expect(item(say`a`, false)).toBe('- [ ] a');
});
