import { beforeAll, describe, expect, test } from 'vitest';
import { loadGrammars } from '../../../src/adapters/grammar/load-grammars.ts';
import type { SyntaxNode } from '../../../src/core/plug-ins.ts';

const grammars = loadGrammars();
beforeAll(() => grammars.load('hcl'));

const typesIn = (root: SyntaxNode): readonly string[] => root.namedChildren.flatMap((child) => (child ? [child.type] : []));

describe('a grammar', () => {
  test('is refused before it is loaded', () => {
    expect(() => loadGrammars().parse('hcl', 'a = 1', () => 0)).toThrow(/before it was loaded/);
  });

  test('is loaded once, however often it is asked for', async () => {
    const other = loadGrammars();
    await Promise.all([other.load('hcl'), other.load('hcl')]);
    expect(other.load('hcl')).toBe(other.load('hcl'));
    expect(other.parse('hcl', 'a = 1', typesIn)).toEqual(['body']);
  });

  test('counts offsets in UTF-16 units', () => {
    const text = 'x = "é😀"\ny = 2\n';
    const last = grammars.parse('hcl', text, (root) => {
      const body = root.namedChildren[0];
      const attribute = body?.namedChildren.at(-1);
      return attribute && text.slice(attribute.startIndex, attribute.endIndex);
    });
    expect(last).toBe('y = 2');
  });

  test('says where a text is broken', () => {
    expect(grammars.parse('hcl', 'resource "a" "b" {\n  x = \n}\n', (root) => root.hasError)).toBe(true);
    expect(grammars.parse('hcl', 'resource "a" "b" {\n  x = 1\n}\n', (root) => root.hasError)).toBe(false);
  });

  test('gives up on a text that takes too long, and reads the next one', () => {
    const long = 'resource "a" "b" {\n  bucket = "abcdefghij"\n}\n'.repeat(200_000);
    expect(() => grammars.parse('hcl', long, () => 0)).toThrow(RangeError);
    expect(grammars.parse('hcl', 'a = 1', (root) => root.hasError)).toBe(false);
  });

  test('hands on what its user throws, and reads the next one', () => {
    const fail = (): never => {
      throw new TypeError('mine');
    };
    expect(() => grammars.parse('hcl', 'a = 1', fail)).toThrow('mine');
    expect(grammars.parse('hcl', 'a = 1', typesIn)).toEqual(['body']);
  });

  test('reads a hundred thousand levels without failing', () => {
    const depth = (root: SyntaxNode): number => {
      let levels = 0;
      for (let node: SyntaxNode | null | undefined = root; node; node = node.namedChildren.at(-1)) levels++;
      return levels;
    };
    expect(grammars.parse('hcl', `x = ${'!'.repeat(100_000)}true\n`, depth)).toBeGreaterThan(100_000);
  });
});
