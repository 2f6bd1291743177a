import { describe, expect, it } from 'vitest';
import { assemblyMemo } from '../../../src/core/extract/assembly-memo.ts';
import type { UnitParts } from '../../../src/core/extract/assemble-units.ts';
import { unitReader } from '../../../src/core/extract/unit-reader.ts';
import { DEFAULT_SETTINGS } from '../../../src/core/settings/default-settings.ts';
import type { Assembly, Extractor } from '../../../src/core/plug-ins.ts';
import { lineFormat } from '../../fakes/line-format.ts';

const failing: Extractor = {
  ...(lineFormat as unknown as Extractor),
  id: 'failing',
  assemble: () => {
    throw new RangeError('too much');
  },
  differences: () => {
    throw new TypeError('cannot read x');
  },
};
const reader = unitReader([lineFormat as unknown as Extractor, failing]);
const files = [{ path: 'a.lines', role: '', part: 'a email' }];

describe('a unit', () => {
  it('is assembled by the extractor that read it', async () => {
    const { assets } = await reader.assemble({ extractor: 'lines', unit: 'a', files, settings: DEFAULT_SETTINGS });
    expect(assets.map(({ id }) => id)).toEqual(['lines:a']);
  });

  it('whose extractor fails is a problem of its first file, and nothing of it counts as passed', async () => {
    expect(await reader.assemble({ extractor: 'failing', unit: 'a', files, settings: DEFAULT_SETTINGS })).toMatchObject({
      assets: [],
      problems: [
        { code: 'unit-failed', undecided: true, location: { file: 'a.lines' }, message: expect.stringContaining('nests too deeply') },
      ],
    });
    expect(await reader.compare({ extractor: 'failing', base: [], head: files, settings: DEFAULT_SETTINGS })).toMatchObject({
      differences: [],
      problems: [{ code: 'unit-failed', undecided: true, message: expect.stringContaining('cannot read x') }],
    });
  });

  it('of a format without rules differs in nothing', async () => {
    expect(await reader.compare({ extractor: 'lines', base: files, head: [], settings: DEFAULT_SETTINGS })).toEqual({
      differences: [],
      problems: [],
    });
  });
});

describe('what a unit declares is kept', () => {
  const claim = { extractor: 'lines', unit: 'lines a', role: '' };
  const part = { text: 'a' };
  const unit = (): UnitParts => [{ path: 'a.lines', claim, part }];
  const made = (problems: Assembly['problems'] = []): Assembly => ({ assets: [], changes: [], problems });
  const never = (): Promise<Assembly> => Promise.reject(new Error('it is kept'));

  it('while its files are the very same and so are the settings', async () => {
    const memo = assemblyMemo();
    const first = await memo.of(unit(), 's', () => Promise.resolve(made()));
    expect(await memo.of(unit(), 's', never)).toBe(first);
    expect(await memo.of(unit(), 'other', () => Promise.resolve(made()))).not.toBe(first);
    expect(await memo.of([{ path: 'a.lines', claim, part: { text: 'a' } }], 's', () => Promise.resolve(made()))).not.toBe(first);
  });

  it('but not where the process was lost over it', async () => {
    const memo = assemblyMemo();
    const start = { line: 1, column: 1, offset: 0 };
    const lost = made([{ code: 'unit-timeout', message: 'x', location: { file: 'a.lines', start, end: start } }]);
    await memo.of(unit(), 's', () => Promise.resolve(lost));
    expect(await memo.of(unit(), 's', () => Promise.resolve(made()))).toEqual(made());
  });
});
