import { expect, it } from 'vitest';
import { TollgateError } from '../../src/core/errors.ts';
import type { Governance } from '../../src/core/conclude-evaluation.ts';
import type { MergedPull } from '../../src/model/backtest.ts';
import { DEFAULT_SETTINGS } from '../../src/core/settings/default-settings.ts';
import { backtestText } from '../../src/core/preview/backtest-text.ts';
import { backtest, type BacktestPorts } from '../../src/workflow/backtest.ts';

const pulls = [1, 2, 3, 4].map((number): MergedPull => ({
  repository: 'acme/warehouse',
  number,
  title: 'A change',
  base: 'b',
  head: 'h',
  mergedAt: '2026-01-01T00:00:00.000Z',
}));
const governance = {
  settings: DEFAULT_SETTINGS,
  library: { wasm: null, policies: [], data: {}, references: [], problems: [] },
  rules: [],
  exceptions: [],
  problems: [],
} as unknown as Governance;
const context = { event: 'cli', surface: 'cli', branch: 'main', now: '2026-01-01T00:00:00.000Z' } as const;

/** Nothing is judged here: what opens a pull request says how it ends. */
function replay(open: BacktestPorts['open'], stop: AbortSignal): ReturnType<typeof backtest> {
  return backtest(pulls, governance, context, { open, stop, onDone: () => undefined } as unknown as BacktestPorts);
}

it('gives what is there when it is stopped, and says how many are left', async () => {
  const stop = new AbortController();
  const told = await replay(({ number }) => {
    if (number !== 3) throw new TollgateError('git-failed', 'gone');
    stop.abort();
    return new Promise(() => undefined);
  }, stop.signal);
  expect([told.looked, told.left]).toEqual([2, 2]);
  expect(backtestText(told)).toContain('stopped: 2 of 4 were not looked at');
});

it('what ends after the signal does not count', async () => {
  const stop = new AbortController();
  const told = await replay(({ number }) => {
    if (number === 2) stop.abort();
    throw new TollgateError('git-failed', 'killed with the rest');
  }, stop.signal);
  expect([told.looked, told.left, told.failed.length]).toEqual([1, 3, 1]);
});
