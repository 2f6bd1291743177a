import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { judgePool } from '../../../src/adapters/child/judge-pool.ts';
import { policyCompiler } from '../../../src/adapters/opa/compile-library.ts';
import type { EngineAnswer } from '../../../src/core/ports.ts';
import type { Problem } from '../../../src/model/problem.ts';
import { aLibrary, aPolicyFile, freshCache, GOOD, HAS_OPA } from '../opa/a-library.ts';

const EVALUATE_MS = 1500;
const entry = fileURLToPath(new URL('../../../src/judge/child.ts', import.meta.url));
const pool = judgePool({ entry, size: 1, evaluateMs: EVALUATE_MS });
afterAll(() => pool.close());

interface Outcome {
  readonly answer: EngineAnswer;
  readonly problems: readonly Problem[];
}

/** The hostile policy beside a good one, compiled and judged as the product does. */
async function judge(rules: string): Promise<Outcome> {
  const library = await policyCompiler(freshCache()).compile([aLibrary(aPolicyFile('BAD1', rules), GOOD)]);
  const [answer = { statements: [], problems: [] }] = await pool.evaluate(library, [{ asked: true, text: 'x'.repeat(1000) }], {});
  return { answer, problems: [...library.problems, ...answer.problems] };
}

const found = (outcome: Outcome, policy: string): readonly unknown[] =>
  outcome.answer.statements.filter((statement) => statement.policy === policy).map(({ value }) => value);

const THOUSAND = 'numbers.range(1, 1000)';

describe.skipIf(!HAS_OPA)('a policy that never ends', () => {
  it('is killed at the deadline and named; the others are heard', async () => {
    const many = `concat("", [input.text | some _ in numbers.range(1, 400)])`;
    const outcome = await judge(
      `deny contains {"asset": "a", "msg": "x"} if {\n\ttext := ${many}\n\tcontains(concat("", [text, text]), concat("", [text, "y"]))\n}`,
    );
    expect(outcome.problems).toMatchObject([{ code: 'policy-timeout', undecided: true, location: { file: 'made/made/bad1' } }]);
    expect(outcome.problems[0]?.message).toContain(`BAD1 could not decide: it gave no answer within ${EVALUATE_MS} ms`);
    expect(found(outcome, 'GOOD1')).toHaveLength(1);
  });
});

describe.skipIf(!HAS_OPA)('a policy that wants all time or all memory', () => {
  it.each([
    [
      'comprehensions in each other',
      `n := count([1 | some i in ${THOUSAND}; some j in ${THOUSAND}; some k in ${THOUSAND}; (i * j) * k == 0])`,
    ],
    [
      'every over every',
      `n := 1\n\tevery i in ${THOUSAND} {\n\t\tevery j in ${THOUSAND} {\n\t\t\tevery k in ${THOUSAND} { (i + j) + k > 0 }\n\t\t}\n\t}`,
    ],
    [
      'a host function a million times',
      `n := count({x | some i in ${THOUSAND}; some j in ${THOUSAND}; x := sprintf("%d", [(i * j) % 7])})`,
    ],
    [
      'a walk over a walk',
      `n := count([1 | walk(${THOUSAND}, [_, x]); walk(${THOUSAND}, [_, y]); walk(${THOUSAND}, [_, z]); x == [y, z]])`,
    ],
    [
      'a list that grows',
      `n := count([x | some i in numbers.range(1, 200000); x := concat("", [input.text, input.text, format_int(i, 10)])])`,
    ],
    [
      'a string that grows',
      `a := concat("", [input.text | some _ in numbers.range(1, 20000)])\n\tb := concat("", [a | some _ in ${THOUSAND}])\n\tn := count(b)`,
    ],
    ['a long row of numbers', 'n := count(numbers.range(1, 50000000))'],
  ])('stops at its limit and is named: %s', async (_, body) => {
    const outcome = await judge(`deny contains {"asset": "a", "msg": "x"} if {\n\t${body}\n\tn == 5\n}`);
    expect(outcome.problems).toMatchObject([{ undecided: true, location: { file: expect.stringMatching(/^made\/made\/bad1/) } }]);
    expect(outcome.problems[0]?.code).toMatch(/^policy-(?:aborted|timeout)$/);
    expect(outcome.problems[0]?.message).toMatch(/BAD1 could not decide: it (?:needs more than 256 MB of memory|gave no answer within)/);
    expect(found(outcome, 'GOOD1')).toHaveLength(1);
  });
});

describe.skipIf(!HAS_OPA)('a policy that asks for what no policy may', () => {
  it.each([
    ['the network', 'http.send({"method": "get", "url": "http://127.0.0.1:1"})', 'http.send'],
    ['the environment', 'opa.runtime().env', 'opa.runtime'],
    ['chance', 'rand.intn("seed", 10)', 'rand.intn'],
    ['a name lookup', 'net.lookup_ip_addr("localhost")', 'net.lookup_ip_addr'],
    ['YAML inside of Wasm', 'yaml.unmarshal(input.text)', 'yaml.unmarshal'],
    ['something unknown', 'no.such.thing(1)', 'no.such.thing'],
  ])('does not compile, at its line: %s', async (_, call, name) => {
    const outcome = await judge(`deny contains {"asset": "a", "msg": "x"} if {\n\tanswer := ${call}\n\tanswer != 1\n}`);
    expect(outcome.problems).toMatchObject([
      { code: 'policy-does-not-compile', undecided: true, location: { file: 'made/made/bad1/bad1.rego', start: { line: 8 } } },
    ]);
    expect(outcome.problems[0]?.message).toContain(name);
    expect(found(outcome, 'GOOD1')).toHaveLength(1);
  });

  it.each([
    ['recursion', 'deny contains x if some x in deny', 'recursive'],
    ['a name that nothing gives', 'deny contains x if x := unknown_thing', 'unknown_thing'],
    ['a brace too few', 'deny contains x if {', ''],
    ['two rules of one name and other kinds', 'deny contains "x"\ndeny := {"y"}', ''],
  ])('does not compile, at its line: %s', async (_, rules, word) => {
    const outcome = await judge(rules);
    expect(outcome.problems.length).toBeGreaterThan(0);
    for (const problem of outcome.problems)
      expect(problem).toMatchObject({ code: 'policy-does-not-compile', undecided: true, location: { file: 'made/made/bad1/bad1.rego' } });
    expect(outcome.problems.map(({ message }) => message).join('\n')).toContain(word);
    expect(found(outcome, 'GOOD1')).toHaveLength(1);
  });
});

describe.skipIf(!HAS_OPA)('a policy with an expression that takes others exponential time', () => {
  it('answers, as expressions are matched in linear time', async () => {
    const outcome = await judge(
      'deny contains {"asset": "a", "msg": "x"} if {\n\ttext := concat("", [input.text, "b"])\n\tcount(regex.split("(x+)+$", text)) == 1\n}',
    );
    expect(outcome.problems).toEqual([]);
    expect(found(outcome, 'BAD1')).toHaveLength(1);
  });
});

describe.skipIf(!HAS_OPA)('a policy that fails while it judges', () => {
  it('says two things at once: it is named, the others are heard', async () => {
    const outcome = await judge(
      'level := 1 if input.asked\n\nlevel := 2 if input.text\n\ndeny contains {"asset": "a", "msg": "x"} if level == 1',
    );
    expect(outcome.problems).toMatchObject([{ code: 'policy-aborted', undecided: true }]);
    expect(outcome.problems[0]?.message).toContain('BAD1');
    expect(found(outcome, 'GOOD1')).toHaveLength(1);
  });

  it('says something that is no set: its rule is named, or what it says is told on', async () => {
    const fixed = await judge('import rego.v1\n\ndeny := true');
    expect(fixed.problems).toMatchObject([
      { code: 'policy-does-not-compile', undecided: true, location: { file: 'made/made/bad1/bad1.rego', start: { line: 9, column: 1 } } },
    ]);
    expect(fixed.problems[0]?.message).toContain('`deny` is no set');
    expect(found(fixed, 'GOOD1')).toHaveLength(1);
    const open = await judge('deny := input.asked');
    expect(found(open, 'BAD1')).toEqual([{ not_a_set: 'boolean' }]);
    expect(found(open, 'GOOD1')).toHaveLength(1);
  });

  it('says a million letters, or nothing: both come through for the core to refuse', async () => {
    const long = `{"asset": "a", "msg": concat("", [input.text | some _ in ${THOUSAND}])}`;
    const outcome = await judge(`deny contains ${long}\n\ndeny contains {"asset": "b"}`);
    expect(outcome.problems).toEqual([]);
    expect(found(outcome, 'BAD1')).toHaveLength(2);
    expect(found(outcome, 'GOOD1')).toHaveLength(1);
  });
});
