import { describe, expect, it } from 'vitest';
import { parseCommands } from '../../../src/core/command/parse-commands.ts';

const read = (body: string, inThread = false) => parseCommands(body, { inThread });
const one = (body: string, inThread = false) => read(body, inThread)[0];
const wrong = (body: string): string => {
  const found = one(body);
  return found && 'wrong' in found ? found.wrong : 'nothing is wrong';
};

describe('a command', () => {
  it.each([
    ['/tollgate recheck', { name: 'recheck', subjects: [], people: [] }],
    ['  /Tollgate EXPLAIN PII002', { name: 'explain', subjects: ['PII002'], people: [] }],
    ['/tollgate fix PII001 mart.customers.email', { name: 'fix', subjects: ['PII001', 'mart.customers.email'], people: [] }],
    [
      '/tollgate except PII002 mart.customers.email until 2026-12-31 because "the vendor’s import breaks" control "only two people may read" ticket DATA-7',
      {
        name: 'except',
        subjects: ['PII002', 'mart.customers.email'],
        until: '2026-12-31',
        because: 'the vendor’s import breaks',
        control: 'only two people may read',
        ticket: 'DATA-7',
        people: [],
      },
    ],
    [
      '/tollgate except until 2026-12-31 because the import breaks',
      { name: 'except', subjects: [], until: '2026-12-31', because: 'the import breaks', people: [] },
    ],
    [
      '/tollgate except because of the vendor until 2026-12-31',
      { name: 'except', subjects: [], until: '2026-12-31', because: 'of the vendor', people: [] },
    ],
    ['/tollgate deny because “not without a mask”', { name: 'deny', subjects: [], because: 'not without a mask', people: [] }],
    ['/tollgate deny', { name: 'deny', subjects: [], people: [] }],
    ['/tollgate approve', { name: 'approve', subjects: [], people: [] }],
    ['/tollgate snooze until 2026-12-01', { name: 'snooze', subjects: [], until: '2026-12-01', people: [] }],
    ['/tollgate assign @hubot @mona', { name: 'assign', subjects: [], people: ['hubot', 'mona'] }],
    [
      '/tollgate false-positive PII001 because "a \\"code\\", not a name"',
      { name: 'false-positive', subjects: ['PII001'], because: 'a "code", not a name', people: [] },
    ],
  ])('%s', (body, command) => {
    expect(read(body)).toEqual([{ command }]);
  });

  it('stands on a line of its own, and several may', () => {
    const body = 'I looked at it.\r\n/tollgate recheck\r\nand then\r\n/tollgate explain\r\n';
    expect(read(body).map((each) => ('command' in each ? each.command.name : each.wrong))).toEqual(['recheck', 'explain']);
  });
});

describe('what says nothing', () => {
  it.each([
    ['words', 'I like /tollgate recheck'],
    ['a path', '/tollgate-old recheck'],
    ['a quotation', '> /tollgate recheck'],
    ['code between fences', '```\n/tollgate recheck\n```'],
    ['code in a longer fence', '````\n```\n/tollgate recheck\n```\n````'],
    ['indented code', '    /tollgate recheck'],
    ['an HTML comment', '<!-- \n/tollgate recheck\n-->'],
    ['a short form outside a thread of ours', '/fp it is a code'],
  ])('%s', (_, body) => {
    expect(read(body)).toEqual([]);
  });
});

describe('the short forms that Semgrep has, in a thread', () => {
  it.each([
    ['/fp it is a code', { name: 'false-positive', subjects: [], people: [], because: 'it is a code' }],
    ['/ar "until the vendor is gone"', { name: 'except', subjects: [], people: [], because: 'until the vendor is gone' }],
    ['/other see above', { name: 'except', subjects: [], people: [], because: 'see above' }],
    ['/open', { name: 'open', subjects: [], people: [] }],
  ])('%s', (body, command) => {
    expect(read(body, true)).toEqual([{ command }]);
  });

  it('without a reason say what is missing', () => {
    expect(one('/fp', true)).toEqual({ wrong: 'Say why. Write `/tollgate false-positive PII002 because "…"`.' });
  });
});

describe('wrong use is one line that says what to write', () => {
  it.each([
    ['/tollgate', '`/tollgate` asks for nothing. There are `explain`, `recheck`, `fix`'],
    ['/tollgate exept PII002', '`/tollgate exept` is no command: did you mean `except`?'],
    ['/tollgate frobnicate', '`/tollgate frobnicate` is no command. There are'],
    ['/tollgate except PII002 because "x"', 'Say until which day. Write `/tollgate except PII002'],
    ['/tollgate except PII002 until 2026-12-31', 'Say why. Write'],
    ['/tollgate except PII002 until', 'Say until which day. Write'],
    ['/tollgate except PII002 until tomorrow because "x"', '`until tomorrow` is no day of the calendar'],
    ['/tollgate except PII002 until 2026-02-30 because "x"', '`until 2026-02-30` is no day of the calendar'],
    ['/tollgate except until 2026-12-31 until 2026-12-31 because x', '`until` stands there twice'],
    ['/tollgate recheck please', '`recheck` takes no `please`. Write `/tollgate recheck`.'],
    ['/tollgate assign mona', '`assign` takes no `mona`. Write `/tollgate assign @login`.'],
  ])('%s', (body, says) => {
    expect(wrong(body)).toContain(says);
    expect(wrong(body)).not.toContain('\n');
  });

  it('an example that nobody filled in asks for nothing', () => {
    expect(wrong('/tollgate except PII002 until 2026-12-31 because "…"')).toContain('Say why.');
  });

  it('what is copied from an answer means what it shows', () => {
    expect(one('/tollgate assign @\u200bmona')).toEqual({ command: { name: 'assign', subjects: [], people: ['mona'] } });
  });

  it('more than five commands are none', () => {
    expect(read('/tollgate recheck\n'.repeat(6))).toEqual([
      { wrong: 'One comment takes 5 commands; this one has 6, and none of them was done.' },
    ]);
  });

  it('says little of a long word back', () => {
    expect(wrong(`/tollgate ${'x'.repeat(10_000)}`).length).toBeLessThan(300);
  });
});

it('is read in time linear in the length, whatever it holds', () => {
  for (const piece of ['"', "'a ", '“', '` ', '/tollgate ', '<!--', '```\n', 'until ', '\\"'])
    expect(read(`/tollgate except ${piece.repeat(60_000 / piece.length)}`, true).length).toBeLessThanOrEqual(1);
});
