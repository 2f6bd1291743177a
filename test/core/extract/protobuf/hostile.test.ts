import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Asset, Facts } from '../../../../src/model/asset.ts';
import type { Location } from '../../../../src/model/source.ts';
import { assetsOf, differencesOf, readText } from './unit-of-texts.ts';

const TOKENS =
  'syntax = "proto3" "editions" edition package import option message enum service rpc returns stream oneof extend group map < > { } [ ] ( ) ; , . = - + 1 2 0x1f 017 1.5e3 "text" \'x\' reserved extensions to max optional required repeated string int32 a A B.C .d (acme.pii) features.field_presence IMPLICIT true deprecated __proto__ constructor // /* */ "open \n \u{1F600} é'.split(
    ' ',
  );

const soup = fc.array(fc.constantFrom(...TOKENS), { maxLength: 60 }).map((tokens) => tokens.join(' '));

function places(assets: readonly Asset[]): readonly Location[] {
  const ofFacts = (facts: Facts): readonly Location[] =>
    Object.values(facts).flatMap(({ location, parts }) => [location, ...Object.values(parts ?? {})]);
  return assets.flatMap((asset) => [
    asset.location,
    asset.extent,
    ...ofFacts(asset.facts),
    ...asset.fields.flatMap((field) => [field.location, field.extent, ...ofFacts(field.facts)]),
  ]);
}

test('whatever stands in a file, it is read or told, and every place lies inside of it', () => {
  fc.assert(
    fc.property(soup, soup, (one, other) => {
      for (const text of [one, other]) {
        const { problems } = readText(text);
        for (const { start, end } of [...problems.map(({ location }) => location), ...places(assetsOf({ 'a.proto': text }))]) {
          expect(start.offset).toBeGreaterThanOrEqual(0);
          expect(end.offset).toBeGreaterThanOrEqual(start.offset);
          expect(end.offset).toBeLessThanOrEqual(text.length);
          expect(start.line).toBe(text.slice(0, start.offset).split('\n').length);
        }
      }
      expect(differencesOf({ 'a.proto': one }, { 'a.proto': one })).toEqual([]);
      expect(Array.isArray(differencesOf({ 'a.proto': one }, { 'a.proto': other }))).toBe(true);
    }),
    { seed: 42, numRuns: 2_000 },
  );
});

test('what was read says the same after it was kept as JSON', () => {
  fc.assert(
    fc.property(soup, (text) => {
      const { part } = readText(text);
      expect(JSON.parse(JSON.stringify(part))).toEqual(part);
    }),
    { seed: 43, numRuns: 500 },
  );
});
