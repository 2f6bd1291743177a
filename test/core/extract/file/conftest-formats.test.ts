import { describe, expect, it } from 'vitest';
import { PARSERS } from '../../../../src/core/extract/file/registry.ts';
import type { ParseWith } from '../../../../src/core/plug-ins.ts';
import { at, entry, toJson } from '../../../../src/core/text/document-tree.ts';

const NO_GRAMMAR: ParseWith = () => {
  throw new Error('no grammar is needed');
};

function read(format: string, text: string) {
  const parser = PARSERS.get(format);
  if (!parser) throw new Error(`no parser for ${format}`);
  return parser({ path: `a.${format}`, text, size: text.length }, NO_GRAMMAR);
}

const json = (format: string, text: string) => read(format, text).documents.map(toJson)[0];

// Every expected value was printed by `conftest parse` for the same text.
describe('formats as conftest gives them', () => {
  it.each([
    [
      'edn',
      '{:a 1 :b 2.5 :c nil :e \\a :g (1 "x") :h #{:z 1} :n 1e10}',
      { ':a': '1', ':b': '2.5', ':c': '<nil>', ':e': '97', ':g': ['1', 'x'], ':h': 'map[1:true :z:true]', ':n': '1e+10' },
    ],
    [
      'edn',
      '{:i #inst "2032-01-01T12:20:50.52Z" #_:gone :j #duration "20m" 5 six}',
      { ':i': '2032-01-01 12:20:50.52 +0000 UTC', ':j': '#duration 20m', '5': 'six' },
    ],
    [
      'vcl',
      'backend app { .host = "x"; .t = 60s; }\nacl purge { "127.0.0.1"; }',
      { backend: { app: { host: 'x', t: 60 } }, acl: { purge: ['127.0.0.1'] } },
    ],
    [
      'cue',
      'package x\nb: c: "x"\nb: d: [1, {e: true}]\nf: 1.5 // c\nq: 1_000\ns: 5Ki\n_h: 1\n"q-k": null',
      { b: { c: 'x', d: [1, { e: true }] }, f: 1.5, q: 1000, s: 5120, 'q-k': null },
    ],
    ['cue', 'g: """\n  multi\n   line\n  """', { g: 'multi\n line' }],
    [
      'hocon',
      'a { b = 1, c : "x y" }\na.d = ${a.b}\nt { p = ${?MISSING}, q = 2, q = ${?MISSING} }',
      { a: { b: 1, c: '"x y"', d: 1 }, t: { p: '<<unknown value>>', q: 2 } },
    ],
    ['jsonnet', "{ a: [1] + [2], b: '%0.2f' % 1.5, c: self.a, d:: 1, e: 'x' + 1 }", { a: [1, 2], b: '1.50', c: [1, 2], e: 'x1' }],
    [
      'jsonnet',
      'local f(x, y=2) = x + y; local o = { n: 1, m: self.n }; { v: [f(i) for i in [1, 2] if i > 1], o: o { n: 5, m+: 1 } }',
      { v: [4], o: { m: 6, n: 5 } },
    ],
    [
      'nginx',
      'user a;\nhttp { server { listen 443 ssl; x \'\' "b; c"; } }',
      {
        directives: [
          { name: 'user', parameters: ['a'] },
          {
            name: 'http',
            block: {
              directives: [
                {
                  name: 'server',
                  block: {
                    directives: [
                      { name: 'listen', parameters: ['443', 'ssl'] },
                      { name: 'x', parameters: ["''", '"b; c"'] },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    ],
    [
      'spdx',
      'SPDXVersion: SPDX-2.2\nDataLicense: CC0-1.0\nCreator: Tool: t\nPackageName: p\nSPDXID: SPDXRef-p\nPackageChecksum: SHA1: ab\n',
      {
        spdxVersion: 'SPDX-2.3',
        dataLicense: 'CC0-1.0',
        creationInfo: { creators: ['Tool: t'] },
        packages: [{ name: 'p', SPDXID: 'SPDXRef-p', checksums: [{ algorithm: 'SHA1', checksumValue: 'ab' }] }],
      },
    ],
  ])('%s: %s', (format, text, wanted) => {
    expect(read(format, text).problems).toEqual([]);
    expect(json(format, text)).toEqual(wanted);
  });

  it.each([
    ['edn', '{:a 1', 5],
    ['edn', '{:a}', 0],
    ['vcl', 'backend a { .host = "x" }', 24],
    ['cue', 'a: 1\nb: a + 1', 8],
    ['cue', 'a: 1\na: 2', 5],
    ['hocon', 'include "other.conf"', 0],
    ['hocon', 'a { b = 1', 9],
    ['jsonnet', "local x = import 'y'; x", 10],
    ['jsonnet', '{ a: std.nothing(1) }', 16],
    ['jsonnet', '{ a: self.b, b: self.a }', 20],
    ['nginx', 'user a', 0],
    ['spdx', 'SPDXVersion: SPDX-2.2\nnothing here\n', 21],
  ])('%s that cannot be read is one problem at its place: %s', (format, text, offset) => {
    const { documents, problems } = read(format, text);
    expect(documents).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ undecided: true });
    expect(problems[0]?.location.start.offset).toBe(offset);
  });

  it('values keep the place where they are written', () => {
    const text = '{\n  a: 1,\n  b: { c: 2 },\n}';
    const [root] = read('jsonnet', text).documents;
    expect(entry(at(root, 'b'), 'c')?.keyLocation.start).toMatchObject({ line: 3, offset: text.indexOf('c: 2') });
  });

  it.each([
    ['jsonnet', 'local f(n) = if n == 0 then 0 else f(n - 1) + f(n - 1); f(60)'],
    ['jsonnet', '-'.repeat(100_000)],
    ['cue', 'a: '.repeat(100_000)],
    ['edn', '#_'.repeat(100_000)],
    ['hocon', Array.from({ length: 60 }, (_, index) => `a${index} { x = \${a${index + 1}}, y = \${a${index + 1}} }`).join('\n')],
  ])('%s that would never end does end', (format, text) => {
    const { documents, problems } = read(format, text);
    expect(documents.length + problems.length).toBe(1);
  });
});
