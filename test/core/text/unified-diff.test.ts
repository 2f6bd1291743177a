import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { unifiedDiff } from '../../../src/core/text/unified-diff.ts';

const folder = mkdtempSync(join(tmpdir(), 'tollgate-diff-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What Git makes of the patch. */
function applied(before: string, after: string): string {
  writeFileSync(join(folder, 'a.sql'), before);
  execFileSync('git', ['apply', '--unsafe-paths', '-'], {
    cwd: folder,
    input: unifiedDiff('a.sql', before, after),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  return readFileSync(join(folder, 'a.sql'), 'utf8');
}

const lines = (from: number, to: number): string => Array.from({ length: to - from }, (_, index) => `line ${from + index}\n`).join('');

describe('a patch', () => {
  it.each([
    ['a line in the middle', lines(0, 20), lines(0, 9) + 'new\n' + lines(10, 20)],
    ['two places far apart', lines(0, 40), 'first\n' + lines(0, 30) + lines(32, 40)],
    ['two places that meet', lines(0, 12), lines(0, 3) + 'x\n' + lines(4, 8) + 'y\n' + lines(9, 12)],
    ['a last line without its end, kept', 'a\nb', 'a\nc'],
    ['a last line that gets its end', 'a\nb', 'a\nb\n'],
    ['a last line that loses its end', 'a\nb\n', 'a\nb'],
    ['an empty file that is filled', '', 'a\n'],
    ['carriage returns', 'a\r\nb\r\n', 'a\r\nc\r\n'],
  ])('of %s gives, with git apply, what was meant', (_, before, after) => {
    expect(applied(before, after)).toBe(after);
  });

  it('names the lines', () => {
    expect(unifiedDiff('a.sql', 'a\nb\nc\n', 'a\nx\nc\n')).toBe('--- a/a.sql\n+++ b/a.sql\n@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n');
  });

  it('is empty where nothing differs', () => {
    expect(unifiedDiff('a.sql', 'a\n', 'a\n')).toBe('');
  });
});
