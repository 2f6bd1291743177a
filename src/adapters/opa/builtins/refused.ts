const OUTSIDE = 'its answer depends on the moment, the machine or the network; judgements must be repeatable';
const CRYPTOGRAPHY = 'certificates and signatures are no part of judging pull requests';
const NO_EXACT_TWIN = 'nothing here answers exactly as Go does';

/** Builtins of OPA that policies do not have here, by their name or the start of it, with the reason. A policy that calls one does not compile. */
export const REFUSED: readonly (readonly [string, string])[] = [
  ['http.send', OUTSIDE],
  ['net.lookup_ip_addr', OUTSIDE],
  ['opa.runtime', OUTSIDE],
  ['rand.intn', OUTSIDE],
  ['uuid.rfc4122', OUTSIDE],
  ['crypto.', CRYPTOGRAPHY],
  ['io.jwt.encode_', CRYPTOGRAPHY],
  ['providers.aws.sign_req', CRYPTOGRAPHY],
  ['graphql.', NO_EXACT_TWIN],
  ['rego.parse_module', NO_EXACT_TWIN],
  ['strings.render_template', NO_EXACT_TWIN],
  ['yaml.', NO_EXACT_TWIN],
  ['cast_', 'OPA 1 took it out of Rego'],
  ['internal.test_case', 'only tests of policies call it'],
];

/** Why policies cannot call this builtin; undefined where nobody wrote a reason. */
export function whyRefused(name: string): string | undefined {
  return REFUSED.find(([start]) => name === start || (/[._]$/.test(start) && name.startsWith(start)))?.[1];
}

/** The first builtin in a line of a policy that policies do not have: where OPA only says that it knows no such function or variable. */
export function refusedIn(line: string): string | undefined {
  return [...line.matchAll(/[a-z_]\w*(?:\.\w+)+/g)].map(([name]) => name).find((name) => whyRefused(name) !== undefined);
}
