import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../src/core/settings/default-settings.ts';
import { checkPolicyNames, parseSettings } from '../../../src/core/settings/parse-settings.ts';

const file = (text: string, size = text.length) => ({ path: '.github/tollgate.yml', text, size });
const read = (text: string) => parseSettings(file(text));

describe('what a repository may say', () => {
  it('nothing: the defaults hold', () => {
    expect(read('# later\n')).toEqual({ settings: DEFAULT_SETTINGS, problems: [] });
  });

  it('everything of the documented example', () => {
    const { settings, problems } = read(`
policies: policies
environments: [{ name: prod, branches: [main], paths: ["prod/**"] }]
phases:
  PII001: { phase: enforce, when: { environment: prod, classification: restricted }, otherwise: advise, overridable: true }
parameters: { RES001: { regions: [eu-west-1, eu-central-1] } }
classification: { ladder: [public, secret], aliases: { pii: [contains_pii, meta.pii] } }
owners: { tags: { "domain=payments": { team: "@acme/payments-data", slack: "#payments-data" }, pii: "@acme/privacy" } }
sql: { dialects: [{ paths: ["warehouse/**"], dialect: snowflake }] }
ignore: [archive/]
`);
    expect(problems).toEqual([]);
    expect(settings).toMatchObject({
      policies: 'policies',
      phases: { PII001: { phase: 'enforce', when: { environment: ['prod'], classification: ['restricted'] }, otherwise: 'advise' } },
      parameters: { RES001: { regions: ['eu-west-1', 'eu-central-1'] } },
      classification: { ladder: ['public', 'secret'], aliases: { pii: ['contains_pii', 'meta.pii'] } },
      owners: [
        { tag: 'domain', value: 'payments', team: '@acme/payments-data', slack: '#payments-data' },
        { tag: 'pii', team: '@acme/privacy' },
      ],
      ignore: ['archive/'],
    });
  });
});

describe('what is wrong is told at its place, and the rest holds', () => {
  it.each([
    ['an unknown key, with the nearest', 'phases: { SCH001: enforce }\npolices: x\n', 2, 1, 'did you mean policies?'],
    ['an unknown inner key', 'environments:\n  - { name: prod, branch: [main] }\n', 2, 19, 'did you mean branches?'],
    [
      'a value that is not allowed, with those that are',
      'phases:\n  SCH001: forbid\n',
      2,
      11,
      '`phases.SCH001` has a value that is not allowed: one of observe, advise, enforce',
    ],
    [
      'one inside the shape that was meant',
      'phases:\n  SCH001: { phase: forbid }\n',
      2,
      20,
      '`phases.SCH001.phase` has a value that is not allowed: one of observe',
    ],
    [
      'a key inside the shape that was meant',
      'phases:\n  SCH001: { phase: enforce, wen: {} }\n',
      2,
      29,
      '`phases.SCH001.wen` is no setting: did you mean when?',
    ],
    ['a wrong type', 'policies: [a, b]\n', 1, 11, '`policies` has a value that is not allowed: a text is wanted'],
    ['a wrong type where several are right', 'ignore: 5\n', 1, 9, 'a text or a list is wanted'],
    ['too small a number', 'exceptions: { quota: { policy: -1 } }\n', 1, 32, 'at least 0 is wanted'],
    ['no YAML', 'phases: {\n', 2, 1, 'no YAML'],
    ['a key given twice', 'policies: a\npolicies: b\n', 2, 1, 'no YAML'],
  ])('%s', (_, text, line, column, words) => {
    const { problems } = read(text);
    expect(problems[0]).toMatchObject({ undecided: true, location: { start: { line, column } } });
    expect(problems[0]?.message).toContain(words);
  });

  it('a bad phase does not switch the others off', () => {
    const { settings } = read('phases: { SCH001: forbid, PII001: enforce }\nignore: [x/]\n');
    expect(settings.phases).toEqual({ PII001: { phase: 'enforce', overridable: true } });
    expect(settings.ignore).toEqual(['x/']);
  });

  it.each([
    ['too deep', '['.repeat(5000)],
    ['an alias bomb', `a: &a [x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c]\n`],
  ])('%s is answered', (_, text) => {
    expect(read(text).problems[0]).toMatchObject({ undecided: true });
  });

  it('a phase for a policy that no library has', () => {
    const text = 'phases:\n  PII01: enforce\n';
    const [problem] = checkPolicyNames(file(text), read(text).settings, ['PII001', 'SCH001']);
    expect(problem).toMatchObject({
      message: '`phases.PII01` names no policy: did you mean PII001?',
      location: { start: { line: 2, column: 3 } },
    });
  });
});
