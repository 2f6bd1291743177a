import { describe, expect, it } from 'vitest';
import { regoTools } from '../../../src/adapters/opa/rego-tools.ts';
import { HAS_OPA } from './a-library.ts';

const file = (path: string, text: string) => ({ path, text, size: text.length });

describe.skipIf(!HAS_OPA)('tests of a library, which may be a stranger', () => {
  it.each(['http.send({"method": "get", "url": "http://127.0.0.1:1"})', 'opa.runtime()', 'net.lookup_ip_addr("localhost")'])(
    'cannot reach outside: %s',
    async (call) => {
      const files = [file('a_test.rego', `package a_test\n\ntest_reach if {\n\tx := ${call}\n\tx != 1\n}\n`)];
      await expect(regoTools(process.env).test(files, [])).rejects.toThrow();
    },
  );

  it('run as ever otherwise', async () => {
    const files = [file('a_test.rego', 'package a_test\n\ntest_one if count([1]) == 1\n')];
    const { tests } = await regoTools(process.env).test(files, []);
    expect(tests.map(({ name, fault }) => [name, fault])).toEqual([['test_one', undefined]]);
  });
});
