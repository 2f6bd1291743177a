import fc from 'fast-check';
import { expect, it } from 'vitest';
import { daysBetween, isDay, isOver } from '../../src/core/is-over.ts';

const DAY_MS = 86_400_000;
const day = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2110-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

it('counts days as the calendar does', () => {
  fc.assert(
    fc.property(day, day, (one, other) => {
      expect(daysBetween(one, other)).toBe((Date.parse(other) - Date.parse(one)) / DAY_MS);
    }),
    { seed: 7, numRuns: 500 },
  );
});

it('knows the days that there are', () => {
  const written = fc.tuple(fc.integer({ min: 1990, max: 2110 }), fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 32 }));
  fc.assert(
    fc.property(written, ([year, month, date]) => {
      const text = [year, String(month).padStart(2, '0'), String(date).padStart(2, '0')].join('-');
      const parsed = new Date(`${text}T00:00:00Z`);
      expect(isDay(text)).toBe(!Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text));
    }),
    { seed: 7, numRuns: 1000 },
  );
});

it.each(['2026-1-01', '26-01-01', '2026-01-01T00:00:00Z', ' 2026-01-01', ''])('%j is no day', (text) => {
  expect(isDay(text)).toBe(false);
});

it('a day is over when the next one begins, in UTC', () => {
  expect(isOver('2026-11-23', '2026-11-23T23:59:59.999Z')).toBe(false);
  expect(isOver('2026-11-23', '2026-11-24T00:00:00.000Z')).toBe(true);
});
