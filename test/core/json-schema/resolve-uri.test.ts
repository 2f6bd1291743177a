import { expect, it } from 'vitest';
import { resolveUri } from '../../../src/core/json-schema/resolve-uri.ts';

// Source: RFC 3986, section 5.4.
it.each([
  ['g:h', 'g:h'],
  ['g', 'http://a/b/c/g'],
  ['./g', 'http://a/b/c/g'],
  ['g/', 'http://a/b/c/g/'],
  ['/g', 'http://a/g'],
  ['//g', 'http://g'],
  ['?y', 'http://a/b/c/d;p?y'],
  ['g?y', 'http://a/b/c/g?y'],
  ['#s', 'http://a/b/c/d;p?q#s'],
  ['g#s', 'http://a/b/c/g#s'],
  ['', 'http://a/b/c/d;p?q'],
  ['.', 'http://a/b/c/'],
  ['..', 'http://a/b/'],
  ['../g', 'http://a/b/g'],
  ['../..', 'http://a/'],
  ['../../g', 'http://a/g'],
  ['../../../g', 'http://a/g'],
  ['/./g', 'http://a/g'],
  ['./g/.', 'http://a/b/c/g/'],
  ['g/../h', 'http://a/b/c/h'],
])('%s is %s', (reference, expected) => {
  expect(resolveUri(reference, 'http://a/b/c/d;p?q')).toBe(expected);
});

it.each([
  ['urn:example:a', '#b', 'urn:example:a#b'],
  ['http://a', 'b.json', 'http://a/b.json'],
  ['schemas/order.json', 'item.json', 'schemas/item.json'],
])('from %s, %s is %s', (base, reference, expected) => {
  expect(resolveUri(reference, base)).toBe(expected);
});
