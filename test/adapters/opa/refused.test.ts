import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { withAliases } from '../../../src/adapters/opa/aliases.ts';
import { whyRefused } from '../../../src/adapters/opa/builtins/refused.ts';
import { HOST_BUILTINS } from '../../../src/adapters/opa/builtins/registry.ts';
import { capabilitiesOf } from '../../../src/adapters/opa/capabilities.ts';
import { findOpa } from '../../../src/adapters/opa/find-opa.ts';
import { runOpa } from '../../../src/adapters/opa/run-opa.ts';
import { HAS_OPA } from './a-library.ts';

const namesIn = (text: string): readonly string[] =>
  (JSON.parse(text) as { builtins: { name: string }[] }).builtins.map(({ name }) => name);

describe('builtins that policies do not have', () => {
  it.skipIf(!HAS_OPA)('are each refused for a reason', async () => {
    const opa = findOpa(process.env).path;
    const all = namesIn((await runOpa(opa, ['capabilities', '--current'], tmpdir())).output);
    const ours = new Set(namesIn(await capabilitiesOf(opa, tmpdir())));
    expect(
      all.filter((name) => !ours.has(name) && !ours.has(withAliases(`${name}(`).slice(0, -1)) && whyRefused(name) === undefined),
    ).toEqual([]);
  });

  it.each(['http.send', 'opa.runtime', 'rand.intn', 'uuid.rfc4122', 'net.lookup_ip_addr'])('hold %s', (name) => {
    expect(HOST_BUILTINS.has(name)).toBe(false);
    expect(whyRefused(name)).toContain('repeatable');
  });
});
