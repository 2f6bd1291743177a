import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readTar } from '../../../src/adapters/library/read-tar.ts';
import { aTar } from './a-tar.ts';

describe('a library in a tar', () => {
  it('gives the files of a library, and leaves others', () => {
    const tar = aTar([
      { path: './acme/', kind: '5' },
      { path: './acme/a.rego', text: 'package a\n' },
      { path: 'notes.txt', text: 'x' },
    ]);
    expect(readTar(tar)).toEqual([{ path: 'acme/a.rego', text: 'package a\n', size: 10 }]);
  });

  it.each([
    [{ path: '../a.rego', text: 'x' }, /leads out/],
    [{ path: '/../a.rego', text: 'x' }, /leads out/],
    [{ path: 'a/../../b.rego', text: 'x' }, /leads out/],
    [{ path: 'a.rego', kind: '2' }, /link/],
    [{ path: 'a.rego', kind: '1' }, /link/],
    [{ path: 'a.rego', text: 'a\0b' }, /no text/],
  ])('refuses %j', (entry, why) => {
    expect(() => readTar(aTar([entry]))).toThrow(why);
  });

  it('refuses what is no tar, is cut off, or unpacks to too much', () => {
    expect(() => readTar(Buffer.from('x'))).toThrow(/no gzipped tar/);
    expect(() => readTar(gzipSync(Buffer.alloc(33 * 1024 * 1024)))).toThrow(/more than 32 MB/);
    const head = Buffer.alloc(512);
    head.write('a.rego');
    head.write('00000010000\0', 124, 'latin1');
    head.write('0', 156, 'latin1');
    expect(() => readTar(gzipSync(head))).toThrow(/cut off/);
  });
});
