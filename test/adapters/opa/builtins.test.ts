import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withoutAliases } from '../../../src/adapters/opa/aliases.ts';
import { HOST_BUILTINS, TIMED_BUILTINS } from '../../../src/adapters/opa/builtins/registry.ts';
import { compareValues, readValue, writeValue } from '../../../src/adapters/opa/builtins/value-text.ts';
import { findOpa } from '../../../src/adapters/opa/find-opa.ts';
import { runOpa } from '../../../src/adapters/opa/run-opa.ts';
import type { Json } from '../../../src/model/json.ts';
import { HAS_OPA } from './a-library.ts';
import { MORE_CALLS, TOKEN_CALLS, VERIFY_CALLS } from './more-calls.ts';

/** Calls of every builtin of the host. What OPA answers is what ours must. */
const CALLS: Readonly<Record<string, readonly (readonly Json[])[]>> = {
  ...MORE_CALLS,
  ...TOKEN_CALLS,
  'crypto.md5': [['a'], ['žluť']],
  'crypto.sha1': [['a']],
  'crypto.sha256': [[''], ['a'], ['\u0000']],
  'hex.decode': [['6162'], ['C5BE'], ['6'], ['zz'], ['']],
  'hex.encode': [['ab'], ['žluť'], ['']],
  indexof_n: [
    ['banana', 'a'],
    ['aaa', 'aa'],
    ['😀x😀x', 'x'],
    ['abc', 'z'],
  ],
  'semver.compare': [
    ['1.2.3', '1.2.3'],
    ['1.2.3', '1.10.0'],
    ['2.0.0-rc.1', '2.0.0'],
    ['2.0.0-rc.2', '2.0.0-rc.10'],
    ['2.0.0-rc', '2.0.0-rc.1'],
    ['2.0.0-1', '2.0.0-a'],
    ['1.0.0+a', '1.0.0+b'],
    ['1', '1.0.0'],
  ],
  'semver.is_valid': [['1.2.3'], ['1.2'], ['1.2.3-rc.1+b'], ['x'], [''], [1]],
  sprintf: [
    ['%s holds %d of %v', ['a', 3, true]],
    ['%v', [[1, 'a', { b: null }]]],
    ['%v', [{ b: 1, a: [2, 'x'] }]],
    ['%5d|%-5s|%05d', [42, 'ab', 7]],
    ['%q', ['say "it"']],
    ['%.2f %f', [1.005, 2.5]],
    ['%x %X %o %b', [255, 255, 8, 5]],
    ['%d%%', [10]],
    ['%s', ['žluť 😀']],
    ['%v %v', [1.5, -0.25]],
    ['%s %s', ['only one']],
    ['nothing', []],
    ['%s %t %q', [5, true, 'a']],
    ['%d %v', [1.5, 0.00001]],
    ['%v %d', [1e21, 123456789]],
    ['%.2s|%x', ['žluť', 'ab']],
  ],
  'strings.any_prefix_match': [
    ['abc', 'a'],
    [
      ['x', 'abc'],
      ['q', 'ab'],
    ],
    [['x'], ['y']],
    [[], ['y']],
  ],
  'strings.any_suffix_match': [
    ['abc', 'bc'],
    [
      ['x', 'abc'],
      ['q', 'bc'],
    ],
    [['x'], ['y']],
  ],
  'strings.count': [
    ['banana', 'an'],
    ['aaaa', 'aa'],
    ['abc', 'z'],
    ['a😀', ''],
  ],
  'time.parse_duration_ns': [
    ['1h30m'],
    ['1.5h'],
    ['-2ms'],
    ['0.29s'],
    ['1h1'],
    ['0'],
    ['1d'],
    ['1w2d'],
    ['1y'],
    ['1mo'],
    [''],
    ['.5s'],
    ['3us'],
    ['1000000000h'],
  ],
  'time.parse_rfc3339_ns': [['2026-01-02T03:04:05Z'], ['2026-01-02T03:04:05.25+02:00'], ['2026-01-02'], ['x'], ['2026-02-30T00:00:00Z']],
  'units.parse_bytes': [['10KB'], ['10KiB'], ['1.5mb'], ['1g'], ['12'], ['3Ti'], ['x'], ['1 KB'], ['10B'], ['']],
  'urlquery.decode': [['a+b%20c'], ['%C5%BE'], ['%zz'], ['%']],
  'urlquery.encode': [["a b&c=d/e!'()*~"], ['žluť']],
  'base64url.encode_no_pad': [['a'], ['žluť?']],
  'crypto.hmac.equal': [
    ['a', 'a'],
    ['a', 'b'],
    ['a', 1],
  ],
  'crypto.hmac.md5': [['a', 'k']],
  'crypto.hmac.sha1': [['a', 'k']],
  'crypto.hmac.sha256': [
    ['a', 'k'],
    ['', ''],
  ],
  'crypto.hmac.sha512': [['a', 'k']],
  'glob.quote_meta': [['a*b?[c]{d}\\'], ['plain']],
  'json.patch': [
    [{ a: { b: [1, 2] } }, [{ op: 'add', path: '/a/b/1', value: 9 }]],
    [{ a: 1 }, [{ op: 'remove', path: '/b' }]],
    [{ a: 1 }, [{ op: 'move', from: '/a', path: '/b' }]],
    [{ a: 1 }, [{ op: 'test', path: '/a', value: 2 }]],
    [{ 'a/b': 1 }, [{ op: 'replace', path: '/a~1b', value: 2 }]],
  ],
  'net.cidr_contains_matches': [['10.0.0.0/8', '10.1.2.3']],
  'net.cidr_expand': [['x']],
  'net.cidr_is_valid': [['10.0.0.0/8'], ['10.0.0.0/33'], ['::1/128'], ['10.0.0.1'], ['010.0.0.0/8'], [1]],
  'net.cidr_merge': [[['10.0.0.0/9', '10.128.0.0/9']], [['2001:db8::/33', '2001:db8:8000::/33']], [['x']]],
  'numbers.range_step': [
    [1, 7, 3],
    [7, 1, 2],
    [1, 2, 0],
    [1.5, 2, 1],
    [1000000000000000.0, 1000000000000002, 1],
  ],
  'object.subset': [
    [{ a: { b: 1, c: 2 } }, { a: { b: 1 } }],
    [
      [1, 2, 3],
      [2, 3],
    ],
    [
      [1, 2, 3],
      [1, 3],
    ],
    [{ a: [1, 2, 3] }, { a: [2] }],
    ['a', 'a'],
  ],
  'regex.find_n': [
    ['[a-z]+', 'ab 1 cd', -1],
    ['a*', 'baac', 2],
    ['(', 'a', 1],
  ],
  'regex.replace': [
    ['foo bar', '(\\w+) (\\w+)', '$2 ${1}x'],
    ['foo', '(?P<n>o)', '<$n>'],
    ['aaa', 'a*', 'x'],
    ['abc', '', '-'],
    ['a', '(', 'x'],
    ['žluť', 'ž', '$$'],
  ],
  'regex.split': [
    [',', 'a,b,,c'],
    ['', 'abc'],
    ['a', 'aaa'],
    ['x', 'abc'],
    [',', ''],
    ['b*', 'abbc'],
    ['c*', 'abc'],
  ],
  'regex.template_match': [
    ['urn:<.*>:x', 'urn:a.b:x', '<', '>'],
    ['a.b', 'axb', '<', '>'],
    ['<a', 'a', '<', '>'],
  ],
  'time.add_date': [
    [1700000000000000000, 1, 2, 3],
    [[1700000000000000000, 'Europe/Prague'], 0, -1, 0],
    [1706659200000000000, 0, 1, 0],
  ],
  'time.clock': [[1700000000123456768], [[1700000000000000000, 'America/New_York']], [-1], [[1700000000000000000, 'Nowhere/City']]],
  'time.date': [[1700000000000000000], [[1700000000000000000, 'Asia/Tokyo']], ['x']],
  'time.diff': [
    [1700000000000000000, 1600000000000000000],
    [1706659200000000000, 1709251199000000000],
    [[0, 'Asia/Tokyo'], 1700000000000000000],
  ],
  'time.weekday': [[1700000000000000000], [-1]],
  trace: [['a']],
  'units.parse': [['10K'], ['100m'], ['1.5Mi'], ['1e3'], ['0.1Ki'], ['x'], ['1 K'], ['5MI']],
  'urlquery.decode_object': [['a=1&a=2&b=%20'], ['a'], ['%zz=1'], ['a=1;b=2']],
  'urlquery.encode_object': [[{ b: '1 2', a: ['x', 'y'] }], [{ a: 1 }], [{}]],
};

/** What OPA itself says to all of them; undefined where it has no answer. */
async function askOpa(): Promise<ReadonlyMap<string, unknown>> {
  const calls = Object.entries(CALLS).flatMap(([name, each]) => each.map((args) => ({ name, args })));
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-builtins-'));
  // Through `input`, as a policy meets it: OPA's types would refuse some outright.
  const rules = calls.map(
    ({ name, args }, index) => `c${index} := ${withoutAliases(name)}(${args.map((_, at) => `input.c${index}[${at}]`).join(', ')})`,
  );
  writeFileSync(join(folder, 'calls.rego'), `package calls\n\n${rules.join('\n\n')}\n`);
  writeFileSync(join(folder, 'input.json'), JSON.stringify(Object.fromEntries(calls.map(({ args }, index) => [`c${index}`, args]))));
  const { output } = await runOpa(
    findOpa(process.env).path,
    ['eval', '-d', 'calls.rego', '-i', 'input.json', '--format', 'raw', 'data.calls'],
    folder,
  );
  const told = JSON.parse(output) as Record<string, unknown>;
  return new Map(calls.map(({ name, args }, index) => [`${name} ${JSON.stringify(args)}`, told[`c${index}`]]));
}

function answerOf(name: string, args: readonly Json[]): unknown {
  const answer = HOST_BUILTINS.get(name)?.(...args.map((one) => readValue(JSON.stringify(one))));
  return answer === undefined
    ? undefined
    : (JSON.parse(writeValue(answer instanceof Set ? [...answer].toSorted(compareValues) : answer)) as unknown);
}

describe('builtins of the host', () => {
  it('are all compared', () => {
    expect(Object.keys(CALLS).toSorted()).toEqual([...HOST_BUILTINS.keys()].toSorted());
  });

  it.skipIf(!HAS_OPA)('answer what OPA answers', async () => {
    const wanted = await askOpa();
    const given = new Map(
      Object.entries(CALLS).flatMap(([name, each]) =>
        each.map((args): [string, unknown] => [`${name} ${JSON.stringify(args)}`, answerOf(name, args)]),
      ),
    );
    const other = [...wanted].filter(([call, answer]) => JSON.stringify(answer) !== JSON.stringify(given.get(call)));
    expect(other.map(([call, answer]) => ({ call, opa: answer, ours: given.get(call) }))).toEqual([]);
  });

  it.skipIf(!HAS_OPA)('verify tokens as OPA does', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tollgate-tokens-'));
    writeFileSync(join(folder, 'p.rego'), 'package p\n\nanswers[at] := io.jwt.decode_verify(input[at][0], input[at][1]) if some at\n');
    writeFileSync(join(folder, 'input.json'), JSON.stringify(VERIFY_CALLS));
    const args = ['eval', '-d', 'p.rego', '-i', 'input.json', '--format', 'raw', 'data.p.answers'];
    const wanted = JSON.parse((await runOpa(findOpa(process.env).path, args, folder)).output) as Record<string, unknown>;
    const now = BigInt(Date.now()) * 1_000_000n;
    const ours = VERIFY_CALLS.map((call) =>
      TIMED_BUILTINS.get('io.jwt.decode_verify')?.(now, ...call.map((one) => readValue(JSON.stringify(one)))),
    );
    const told = ours.map((answer) => (answer === undefined ? undefined : (JSON.parse(writeValue(answer)) as unknown)));
    expect(told).toEqual(VERIFY_CALLS.map((_, at) => wanted[String(at)]));
  });

  it('the time is the one that is given', () => {
    expect(TIMED_BUILTINS.get('time.now_ns')?.(1_700_000_000_000_000_000n)).toBe(1_700_000_000_000_000_000n);
  });

  it('cannot be made to walk endless paths', () => {
    const nodes = Array.from({ length: 30 }, (_, at) => [`n${at}`, Array.from({ length: 30 }, (__, to) => `n${to}`)] as const);
    const graph = readValue(JSON.stringify(Object.fromEntries(nodes)));
    expect(() => HOST_BUILTINS.get('graph.reachable_paths')?.(graph, ['n0'])).toThrow('steps of paths');
  });

  it('cannot be made to build endless texts', () => {
    const sprintf = HOST_BUILTINS.get('sprintf');
    expect(String(sprintf?.('%999999999d %.999999999f', [1, 1])).length).toBeLessThan(2000);
  });
});
