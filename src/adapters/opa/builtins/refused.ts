const OUTSIDE = 'its answer depends on the moment, the machine or the network; judgements must be repeatable';
const CRYPTOGRAPHY = 'certificates and signatures are no part of judging pull requests';
const NO_EXACT_TWIN = 'nothing here answers exactly as Go does';
const NOT_YET = 'not made yet';

/** Builtins of OPA that policies do not have here, by their name or the start of it, with the reason. A policy that calls one does not compile. */
const REFUSED: readonly (readonly [string, string])[] = [
  ['http.send', OUTSIDE],
  ['net.lookup_ip_addr', OUTSIDE],
  ['opa.runtime', OUTSIDE],
  ['rand.intn', OUTSIDE],
  ['time.now_ns', `${OUTSIDE}; \`input.change.now\` holds the time`],
  ['uuid.rfc4122', OUTSIDE],
  ['crypto.', CRYPTOGRAPHY],
  ['io.jwt.', CRYPTOGRAPHY],
  ['providers.aws.sign_req', CRYPTOGRAPHY],
  ['graphql.', NO_EXACT_TWIN],
  ['json.match_schema', NO_EXACT_TWIN],
  ['json.verify_schema', NO_EXACT_TWIN],
  ['rego.parse_module', NO_EXACT_TWIN],
  ['strings.render_template', NO_EXACT_TWIN],
  ['yaml.', NO_EXACT_TWIN],
  ['cast_', 'OPA 1 took it out of Rego'],
  ['graph.reachable_paths', NOT_YET],
  ['json.marshal_with_options', NOT_YET],
  ['regex.globs_match', NOT_YET],
  ['time.format', NOT_YET],
  ['time.parse_ns', NOT_YET],
  ['uri.', NOT_YET],
  ['uuid.parse', NOT_YET],
  ['internal.test_case', 'only tests of policies call it'],
];

/** Why policies cannot call this builtin; undefined where nobody wrote a reason. */
export function whyRefused(name: string): string | undefined {
  return REFUSED.find(([start]) => name === start || (/[._]$/.test(start) && name.startsWith(start)))?.[1];
}
