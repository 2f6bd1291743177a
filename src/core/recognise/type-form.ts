import type { ValueForm } from './words.ts';

/** Whether a declared type can hold such a value. A type that is not known, or not given, can hold anything. */
export function allowsForm(type: string | undefined, form: ValueForm): boolean {
  const word = /[a-z]+/i.exec(type ?? '')?.[0]?.toLowerCase() ?? '';
  if (FLAGS.has(word)) return false;
  if (form === 'any') return true;
  if (DATES.has(word)) return form === 'date-or-text';
  if (NUMBERS.has(word)) return form === 'number-or-text';
  return true;
}

const FLAGS = new Set(['boolean', 'bool', 'bit']);

const DATES = new Set([
  'date',
  'datetime',
  'smalldatetime',
  'datetimeoffset',
  'timestamp',
  'timestamptz',
  'timestamp_tz',
  'timestampntz',
  'time',
  'interval',
]);

const NUMBERS = new Set(
  'int integer tinyint smallint mediumint bigint hugeint byteint long short byte serial bigserial decimal numeric number float double real money bignumeric'.split(
    ' ',
  ),
);
