import { HOST_BUILTINS, TIMED_BUILTINS } from './builtins/registry.ts';
import type { Builtin } from './builtins/value.ts';
import { readValue, writeValue } from './builtins/value-text.ts';

/** What a compiled policy offers. Source: OPA, WebAssembly, Exports (ABI 1.3). */
interface PolicyExports {
  builtins(): number;
  entrypoints(): number;
  opa_malloc(size: number): number;
  opa_json_parse(address: number, size: number): number;
  opa_json_dump(address: number): number;
  opa_value_parse(address: number, size: number): number;
  opa_value_dump(address: number): number;
  opa_eval_ctx_new(): number;
  opa_eval_ctx_set_input(context: number, value: number): void;
  opa_eval_ctx_set_data(context: number, value: number): void;
  opa_eval_ctx_set_entrypoint(context: number, entry: number): void;
  opa_eval_ctx_get_result(context: number): number;
  eval(context: number): number;
}

/** One instance of a compiled policy. It answers once: its memory never shrinks, and an abort may leave it unsound. */
export interface PolicyInstance {
  /** The result set as JSON. Throws what the policy aborts with. */
  answer(entry: string, data: string, input: string): string;
}

export async function instantiate(
  module: WebAssembly.Module,
  limits: { readonly initial: number; readonly maximum: number },
  now?: string,
): Promise<PolicyInstance> {
  const clock = now === undefined ? undefined : BigInt(Date.parse(now)) * 1_000_000n;
  const host: Host = { memory: new WebAssembly.Memory(limits), names: new Map(), clock };
  const instance = await WebAssembly.instantiate(module, { env: importsOf(host) });
  const policy = instance.exports as unknown as PolicyExports;
  host.policy = policy;
  const known = JSON.parse(textAt(host, policy.opa_json_dump(policy.builtins()))) as Record<string, number>;
  for (const [name, id] of Object.entries(known)) host.names.set(id, name);
  return { answer: (entry, data, input) => answer(host, policy, [entry, data, input]) };
}

interface Host {
  readonly memory: WebAssembly.Memory;
  readonly names: Map<number, string>;
  /** What policies take for the present, in nanoseconds since 1970. */
  readonly clock: bigint | undefined;
  policy?: PolicyExports;
}

function answer(host: Host, policy: PolicyExports, [entry, data, input]: readonly [string, string, string]): string {
  const entries = JSON.parse(textAt(host, policy.opa_json_dump(policy.entrypoints()))) as Record<string, number>;
  const id = Object.hasOwn(entries, entry) ? entries[entry] : undefined;
  if (id === undefined) throw new Error(`the compiled policies hold no ${entry}`);
  const context = policy.opa_eval_ctx_new();
  policy.opa_eval_ctx_set_entrypoint(context, id);
  policy.opa_eval_ctx_set_data(context, load(host, policy, data));
  if (input !== '') policy.opa_eval_ctx_set_input(context, load(host, policy, input));
  policy.eval(context);
  return textAt(host, policy.opa_json_dump(policy.opa_eval_ctx_get_result(context)));
}

function load(host: Host, policy: PolicyExports, json: string): number {
  const [address, size] = put(host, policy, json);
  const value = policy.opa_json_parse(address, size);
  if (value === 0) throw new Error('the input is no JSON that OPA reads');
  return value;
}

function put(host: Host, policy: PolicyExports, text: string): readonly [number, number] {
  const bytes = Buffer.from(text);
  const address = policy.opa_malloc(bytes.length);
  new Uint8Array(host.memory.buffer).set(bytes, address);
  return [address, bytes.length];
}

function textAt({ memory }: Host, address: number): string {
  const bytes = new Uint8Array(memory.buffer);
  return Buffer.from(memory.buffer, address, bytes.indexOf(0, address) - address).toString('utf8');
}

function importsOf(host: Host): WebAssembly.ModuleImports {
  const call = (id: number, _context: number, ...args: readonly number[]): number => callBuiltin(host, id, args);
  return {
    memory: host.memory,
    opa_abort: (address: number) => {
      throw new Error(textAt(host, address));
    },
    opa_println: () => undefined,
    opa_builtin0: call,
    opa_builtin1: call,
    opa_builtin2: call,
    opa_builtin3: call,
    opa_builtin4: call,
  };
}

/** A builtin that depends on the time is given it: a judgement is repeatable. */
function timed(name: string, { clock }: Host): Builtin | undefined {
  const builtin = TIMED_BUILTINS.get(name);
  return builtin && ((...args) => builtin(requireClock(clock), ...args));
}

function requireClock(clock: bigint | undefined): bigint {
  if (clock === undefined) throw new Error('nobody has said what time it is');
  return clock;
}

/** No value is address 0. What a builtin throws ends the policy with the name of the builtin: it could not answer exactly. */
function callBuiltin(host: Host, id: number, args: readonly number[]): number {
  const policy = host.policy;
  const name = host.names.get(id) ?? String(id);
  const builtin = HOST_BUILTINS.get(name) ?? timed(name, host);
  if (!builtin || !policy) throw new Error(`${name} is no builtin that policies have here`);
  try {
    const result = builtin(...args.map((address) => readValue(textAt(host, policy.opa_value_dump(address)))));
    if (result === undefined) return 0;
    const [address, size] = put(host, policy, writeValue(result));
    return policy.opa_value_parse(address, size);
  } catch (error) {
    throw new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
