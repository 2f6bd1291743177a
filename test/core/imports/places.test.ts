import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { artifactPaths, plainPath } from '../../../src/core/imports/artifact-path.ts';
import { locatePointers } from '../../../src/core/imports/locate-pointer.ts';
import { contextOf, locate, regionText } from '../../../src/core/imports/region.ts';
import type { Region } from '../../../src/core/imports/report.ts';

describe('the paths that a URI can mean', () => {
  it.each([
    ['a relative one', 'infra/main.tf', undefined, {}, ['infra/main.tf']],
    ['one with escapes', 'my%20files/a%23b.tf', undefined, {}, ['my files/a#b.tf']],
    ['one with an escape that is none', '100%/a.tf', undefined, {}, ['100%/a.tf']],
    ['backslashes', 'infra\\main.tf', undefined, {}, ['infra/main.tf']],
    ['a base that says nothing', 'a.tf', '%SRCROOT%', {}, ['a.tf']],
    ['a base without a place', 'a.tf', 'SRC', { SRC: {} }, ['a.tf']],
    ['a base with one', 'a.tf', 'SRC', { SRC: { uri: 'file:///builds/repo/' } }, ['/builds/repo/a.tf', 'a.tf']],
    [
      'a base in a base',
      'a.tf',
      'SUB',
      { SRC: { uri: 'file:///repo' }, SUB: { uri: 'infra/', uriBaseId: 'SRC' } },
      ['/repo/infra/a.tf', 'infra/a.tf'],
    ],
    ['bases that go round', 'a.tf', 'A', { A: { uri: 'x', uriBaseId: 'B' }, B: { uri: 'y', uriBaseId: 'A' } }, ['y/x/a.tf']],
    [
      'an absolute one below a base',
      'file:///builds/repo/a.tf',
      undefined,
      { SRC: { uri: 'file:///builds/repo' } },
      ['/builds/repo/a.tf', 'a.tf'],
    ],
    ['a drive', 'file:///C:/repo/a.tf', undefined, {}, ['/C:/repo/a.tf']],
    ['a drive with backslashes', 'C:\\repo\\a.tf', undefined, {}, ['/C:/repo/a.tf']],
    ['another machine', 'file://host/share/a.tf', undefined, {}, ['/share/a.tf']],
    ['no file', 'https://example.com/a.tf', undefined, {}, []],
    ['nothing', '', undefined, {}, []],
  ])('%s', (_, uri, uriBaseId, bases, paths) => {
    expect(artifactPaths({ uri, uriBaseId }, bases)).toEqual(paths);
  });

  it('loses dots, and is none where it leads outside', () => {
    expect(plainPath('./a/../b//c.tf')).toBe('b/c.tf');
    expect(plainPath('../a.tf')).toBeUndefined();
    expect(plainPath('a/../../b')).toBeUndefined();
  });
});

describe('a region', () => {
  const text = 'one\r\n  two 𝒳 three\nfour';
  const slice = (region: Region): readonly [string, boolean] => {
    const { location, isOutside } = locate(region, regionText('a.sql', text));
    return [text.slice(location.start.offset, location.end.offset), isOutside];
  };

  it.each<[string, Region, string, boolean]>([
    ['a line without its indent', { startLine: 2 }, 'two 𝒳 three', false],
    ['a line before CRLF', { startLine: 1 }, 'one', false],
    ['lines', { startLine: 1, endLine: 2 }, 'one\r\n  two 𝒳 three', false],
    ['columns in UTF-16 units', { startLine: 2, startColumn: 10, endColumn: 15 }, 'three', false],
    ['columns in characters', { startLine: 2, startColumn: 9, endColumn: 14, inCodePoints: true }, 'three', false],
    ['offsets', { charOffset: 7, charLength: 3 }, 'two', false],
    ['an end before its start', { startLine: 2, startColumn: 5, endLine: 1, endColumn: 1 }, '', false],
    ['columns beyond the line', { startLine: 1, startColumn: 2, endColumn: 99 }, 'ne', false],
    ['a line that is not there', { startLine: 9 }, '', true],
    ['nothing', {}, 'one', false],
  ])('%s', (_, region, words, isOutside) => {
    expect(slice(region)).toEqual([words, isOutside]);
  });

  it('is known by the words of its line, however they are spaced', () => {
    const around = (other: string): string => {
      const here = regionText('a.sql', other);
      return contextOf(locate({ startLine: other.split('\n').length }, here).location, here);
    };
    expect(around('a\n  x   =\t1')).toBe(around('x = 1'));
  });
});

describe('a JSON pointer', () => {
  const reach = (value: unknown, pointer: string): unknown =>
    pointer
      .split('/')
      .slice(1)
      .reduce((inner, part) => (inner as Record<string, unknown>)[part.replaceAll('~1', '/').replaceAll('~0', '~')], value);

  function pointersOf(value: unknown, at = ''): readonly string[] {
    if (typeof value !== 'object' || value === null) return [at];
    const inner = Object.entries(value).flatMap(([key, one]) =>
      pointersOf(one, `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
    );
    return [at, ...inner];
  }

  it('leads to the text of its value', () => {
    const document = fc.jsonValue({ maxDepth: 4 }).map((value) => [value, { 'a/b~c': value, '"\\': [1, 'x"]}'] }]);
    const check = fc.property(document, fc.constantFrom(undefined, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      const places = locatePointers(text, new Set(pointersOf(value)));
      for (const pointer of pointersOf(value)) {
        const [start, end] = places.get(pointer) ?? [0, 0];
        expect(JSON.parse(text.slice(start, end))).toEqual(reach(JSON.parse(text), pointer));
      }
    });
    fc.assert(check, { seed: 5, numRuns: 200 });
  });

  it('is found behind what nests deeper than any report', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const text = `{"deep": ${deep}, "here": 7}`;
    expect(locatePointers(text, new Set(['/here'])).get('/here')).toEqual([text.length - 2, text.length - 1]);
  });

  it('that leads nowhere has no place', () => {
    expect(locatePointers('{"a": [1]}', new Set(['/a/1', '/b'])).size).toBe(0);
  });
});
