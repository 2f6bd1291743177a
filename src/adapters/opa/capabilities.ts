import { aliasedBuiltins } from './aliases.ts';
import { HOST_BUILTINS, TIMED_BUILTINS } from './builtins/registry.ts';
import { NATIVE_BUILTINS } from './native-builtins.ts';
import { runOpa } from './run-opa.ts';

interface Capabilities {
  readonly builtins: readonly { readonly name: string }[];
  readonly [key: string]: unknown;
}

/** What our host really has, as OPA takes it: a policy that asks for anything else is a compile error with file and line. */
export async function capabilitiesOf(opa: string, folder: string): Promise<string> {
  const { output } = await runOpa(opa, ['capabilities', '--current'], folder);
  const current = JSON.parse(output) as Capabilities;
  const builtins = current.builtins.filter(
    ({ name }) => NATIVE_BUILTINS.has(name) || HOST_BUILTINS.has(name) || TIMED_BUILTINS.has(name) || COMPILE_TIME.has(name),
  );
  return JSON.stringify({
    ...current,
    builtins: aliasedBuiltins(builtins),
    wasm_abi_versions: [{ version: 1, minor_version: 3 }],
    allow_net: [],
  });
}

/** Replaced by their value while compiling, so no host needs them. */
const COMPILE_TIME: ReadonlySet<string> = new Set(['rego.metadata.chain', 'rego.metadata.rule', 'print', 'internal.print']);
