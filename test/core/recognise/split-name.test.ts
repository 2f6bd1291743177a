import { expect, test } from 'vitest';
import { singular, splitName } from '../../../src/core/recognise/split-name.ts';

test.each([
  ['firstName', ['first', 'name']],
  ['FIRST_NAME', ['first', 'name']],
  ['first-name 2', ['first', 'name', '2']],
  ['HTTPServer2', ['http', 'server', '2']],
  ['Primary Contact-First Name', ['primary', 'contact', 'first', 'name']],
  ['e-mail', ['e', 'mail']],
  ['teléfonoMóvil', ['telefono', 'movil']],
  ['straßeNr', ['straße', 'nr']],
  ['Prénom', ['prenom']],
  ['名前', ['名前']],
  ['__', []],
  ['', []],
])('%s is %j', (name, words) => {
  expect(splitName(name)).toEqual(words);
});

test.each([
  ['addresses', 'address'],
  ['address', 'address'],
  ['companies', 'company'],
  ['boxes', 'box'],
  ['users', 'user'],
  ['status', 'status'],
  ['diagnosis', 'diagnosis'],
  ['gas', 'gas'],
])('one of %s is %s', (word, one) => {
  expect(singular(word)).toBe(one);
});
