import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BASELINE_PATH, keyOf, parseBaseline, shrinkBaseline, writeBaseline } from '../../../src/core/baseline/baseline.ts';
import { growthOf } from '../../../src/core/baseline/growth.ts';
import { aFinding } from '../../builders/a-finding.ts';

const file = (text: string) => ({ path: BASELINE_PATH, text, size: text.length });
const hex = (n: number): string => n.toString(16).padStart(16, '0');

it('lists findings in an order that does not depend on theirs, and reads them back', () => {
  const numbers = fc.uniqueArray(fc.integer({ min: 0, max: 99_999 }), { maxLength: 30 });
  fc.assert(
    fc.property(numbers, (all) => {
      const findings = all.map((n) =>
        aFinding({ fingerprint: hex(n), policy: n % 2 === 0 ? 'PII001' : 'ENC001', field: n % 3 === 0 ? null : `c ${n}` }),
      );
      const text = writeBaseline(findings);
      expect(writeBaseline(findings.toReversed())).toBe(text);
      const { entries, problems } = parseBaseline(file(text));
      expect(problems).toEqual([]);
      expect(new Set(entries.map(keyOf))).toEqual(new Set(findings.map(keyOf)));
    }),
    { seed: 11 },
  );
});

it('a line that is none is located and covers nothing', () => {
  const { entries, problems } = parseBaseline(file(`# words\n\n${hex(1)} PII001 a.b\nPII001 a.b\n${hex(2)}\n`));
  expect(entries.map(({ fingerprint }) => fingerprint)).toEqual([hex(1)]);
  expect(problems.map(({ location }) => location.start.line)).toEqual([4, 5]);
});

it('shrinks to what still stands, and keeps what people wrote', () => {
  const text = `# ours\n${hex(1)} PII001 a\n# why\n${hex(2)} PII001 b\n${hex(2)} ENC001 b\n`;
  expect(shrinkBaseline(file(text), new Set([`PII001 ${hex(2)}`]))).toEqual({ text: `# ours\n# why\n${hex(2)} PII001 b\n`, removed: 2 });
});

describe('growth', () => {
  const entries = (...lines: readonly string[]) => parseBaseline(file(lines.join('\n'))).entries;
  const one = entries(`${hex(1)} PII001 a`);
  it.each([
    ['the same', one, one, undefined],
    ['less', one, [], undefined],
    ['another order', entries(`${hex(1)} PII001 a`, `${hex(2)} PII001 b`), entries(`${hex(2)} PII001 b`, `${hex(1)} PII001 a`), undefined],
    ['the first one', undefined, one, undefined],
    ['a policy that is new', one, entries(`${hex(1)} PII001 a`, `${hex(1)} NEW001 a`), undefined],
    ['one more', one, entries(`${hex(1)} PII001 a`, `${hex(2)} PII001 b`), [1, 2]],
    ['one for another', one, entries(`${hex(2)} PII001 b`), [1, 1]],
    ['the same finding for another policy', one, entries(`${hex(1)} ENC001 a`), [1, 1]],
    ['after an empty one', [], one, [1, 1]],
  ] as const)('%s', (_, base, head, wanted) => {
    const growth = growthOf(base, head, ['PII001', 'ENC001']);
    expect(growth && [growth.added, growth.location.start.line]).toEqual(wanted);
  });
});
