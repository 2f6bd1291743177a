import { isIPv4, isIPv6 } from 'node:net';
import { compilePattern } from '../regex.ts';
import { fitsLayout } from '../time-parse.ts';
import { pathOf, schemeOf } from '../uri.ts';
import { Unanswerable } from './fault.ts';

/** Whether a text has a format. One that OPA does not know every text has. Source: OPA, internal/gojsonschema, format_checkers.go. */
export function isFormat(format: string, text: string): boolean {
  return Object.hasOwn(FORMATS, format) ? (FORMATS[format]?.(text) ?? true) : true;
}

const TIMES = ['15:04:05', '15:04:05Z07:00'];
const DATE = '2006-01-02';
const MOMENT = '2006-01-02T15:04:05Z07:00';
const fitsAny = (layouts: readonly string[]) => (text: string) => layouts.some((layout) => fitsLayout(layout, text));

const isUri = (text: string): boolean => (schemeOf(text) ?? '') !== '' && !text.includes('\\');
const isUriReference = (text: string): boolean => schemeOf(text) !== undefined && !text.includes('\\');

const LABEL = /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/;
const isHostname = (text: string): boolean => Buffer.byteLength(text) < 256 && text.split('.').every((label) => LABEL.test(label));

/** Every brace that opens is closed. */
function isUriTemplate(text: string): boolean {
  const path = isUriReference(text) ? pathOf(text) : undefined;
  return path !== undefined && !(path.includes('{') && path.lastIndexOf('{') > path.lastIndexOf('}'));
}

/** With a dot also what holds an IPv4 address at its end, as Go reads it; zones are none. */
const isAddress = (text: string, mark: string): boolean => text.includes(mark) && !text.includes('%') && (isIPv4(text) || isIPv6(text));

/** Plain addresses as everybody reads them; names, comments and quotes as only Go does are left to it. */
function isEmail(text: string): boolean {
  if (/^[\w.+%-]+@[\w.-]+$/.test(text)) return !/^\.|\.\.|\.@|@\.|\.$/.test(text);
  if (/^[^<>()"[\]:;,\\\s@\u0080-\uffff]*$/.test(text)) return false;
  throw new Unanswerable('an e-mail address of this shape is not read here');
}

const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  date: fitsAny([DATE]),
  time: fitsAny(TIMES),
  'date-time': fitsAny([...TIMES, DATE, MOMENT]),
  hostname: isHostname,
  email: isEmail,
  'idn-email': isEmail,
  ipv4: (text) => isAddress(text, '.'),
  ipv6: (text) => isAddress(text, ':'),
  uri: isUri,
  'uri-reference': isUriReference,
  iri: isUri,
  'iri-reference': isUriReference,
  'uri-template': isUriTemplate,
  uuid: (text) => /^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$/i.test(text),
  regex: (text) => text === '' || compilePattern(text) !== undefined,
  'json-pointer': (text) => /^(?:\/(?:[^~/]|~0|~1)*)*$/.test(text),
  'relative-json-pointer': (text) => /^(?:0|[1-9][0-9]*)(?:#|(?:\/(?:[^~/]|~0|~1)*)*)$/.test(text),
};
