import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { composeAuthoring, type Authoring } from '../compose/authoring.ts';
import type { AuthoredLibrary } from '../core/authoring/authored.ts';
import { showExplained } from '../core/authoring/show-explained.ts';
import { TollgateError } from '../core/errors.ts';
import type { Checkout, LibrarySource } from '../core/ports.ts';
import { nearestName } from '../core/text/nearest-name.ts';
import { explainPolicy, observe, type ExplainRequest, type Observed } from '../workflow/authoring/explain-policy.ts';
import { asSeen } from './as-seen.ts';
import { gather } from '../workflow/gather.ts';
import { flag, given, many, oneOf, readOptions, text } from './arguments.ts';

interface Arguments {
  readonly wanted: string;
  readonly path: string;
  readonly policies: readonly string[];
  readonly base?: string;
  readonly head?: string;
  readonly all: boolean;
  readonly format: 'text' | 'json';
}

/** `tollgate policy explain`: a policy or a finding as it applies here. 0: explained; 2: there is no such policy or finding. */
export async function run(argv: readonly string[]): Promise<number> {
  const args = readArguments(argv);
  const authoring = composeAuthoring();
  authoring.warm();
  try {
    const explained = await explain(args, authoring);
    process.stdout.write(args.format === 'json' ? `${JSON.stringify(explained, null, 2)}\n` : asSeen(showExplained(explained)));
    return 0;
  } finally {
    await authoring.close();
  }
}

function readArguments(argv: readonly string[]): Arguments {
  const { values, positionals } = readOptions(argv, { policies: many, base: text, head: text, all: flag, format: text });
  const [wanted, path = '.'] = positionals;
  if (wanted === undefined)
    throw new TollgateError('bad-use', '`tollgate explain` needs the id of a policy or the fingerprint of a finding', {
      lines: ['do:    tollgate explain PII001', '       tollgate catalogue lists the policies that apply here'],
    });
  const { policies = [], all = false } = values;
  return {
    wanted,
    path,
    policies,
    all,
    ...given('base', values.base),
    ...given('head', values.head),
    format: oneOf(values.format, ['text', 'json']),
  };
}

/** The change first, as `check` judges it; where it says nothing of what is asked, the whole tree. */
async function explain(args: Arguments, authoring: Authoring) {
  const isFingerprint = /^[0-9a-f]{16}$/.test(args.wanted);
  const places = args.all ? (['the whole tree'] as const) : (['what changed', 'the whole tree'] as const);
  let last: Awaited<ReturnType<typeof judge>> | undefined;
  for (const judged of places) {
    const one = await judge(args, judged, authoring);
    const found = one.observed.evaluation.findings.filter(
      ({ policy, fingerprint, disposition }) =>
        disposition !== 'fixed' && (isFingerprint ? fingerprint === args.wanted : policy === args.wanted),
    );
    last = one;
    const policy = policyNamed(isFingerprint ? found[0]?.policy : args.wanted, one);
    if (found.length > 0 && policy)
      return explainPolicy(policy, found, { ...one.request, judged }, { ...one.observed, rego: authoring.rego });
  }
  const policy = isFingerprint ? undefined : policyNamed(args.wanted, last);
  if (policy && last)
    return explainPolicy(policy, [], { ...last.request, judged: 'the whole tree' }, { ...last.observed, rego: authoring.rego });
  throw unknown(args, isFingerprint, last);
}

const policyNamed = (id: string | undefined, one: { readonly observed: Observed } | undefined) =>
  one?.observed.evaluation.policies.find((policy) => policy.id === id);

async function judge(args: Arguments, judged: 'what changed' | 'the whole tree', authoring: Authoring): Promise<Judged> {
  const range = { ...given('base', args.base), ...given('head', args.head) };
  const checkout = await authoring.sourceControl.checkout(
    judged === 'what changed' ? { path: args.path, ...range } : { path: args.path, all: true },
  );
  const libraries = await Promise.all(args.policies.map(authoring.authored));
  const overrides = args.policies.length > 0 ? { libraries: libraries.map(asSource) } : {};
  const sources = new Map<string, AuthoredLibrary>();
  const compiler = { compile: (all: readonly LibrarySource[]) => (keep(all, sources), authoring.compiler.compile(all)) };
  const governance = await gather(checkout, { ...authoring, compiler }, overrides);
  const context = { event: 'cli', surface: 'cli', branch: checkout.changeSet.head.name, now: authoring.now() } as const;
  const request: ExplainRequest = { checkout: checkout satisfies Checkout, governance, context, sources: [...sources.values()] };
  return { request, observed: await observe(request, authoring) };
}

const asSource = ({ name, files, brought }: AuthoredLibrary): LibrarySource => ({ name, version: '', files: [...files, ...brought] });

/** The text of what judges, as it goes by. */
function keep(all: readonly LibrarySource[], sources: Map<string, AuthoredLibrary>): void {
  for (const { name, files } of all) sources.set(name, { name, files, brought: [] });
}

interface Judged {
  readonly request: ExplainRequest;
  readonly observed: Observed;
}

function unknown({ wanted, path }: Arguments, isFingerprint: boolean, judged: Judged | undefined): TollgateError {
  if (isFingerprint)
    return new TollgateError('bad-use', `no finding here has the fingerprint ${wanted}`, {
      lines: ['tried: what changed, the whole tree', 'do:    tollgate check --format json lists findings with their fingerprints'],
    });
  const { problems = [] } = judged?.request.governance.library ?? {};
  if (problems.length > 0)
    return new TollgateError('bad-use', `no policy that applies here is called \`${wanted}\`, and some cannot be read`, {
      lines: problems
        .slice(0, 3)
        .map(({ location: { file, start }, message }) => `tried: ${file}:${start.line}:${start.column}: ${message}`),
    });
  const meant = nearestName(
    wanted,
    (judged?.observed.evaluation.policies ?? []).map(({ id }) => id),
  );
  // The folder where `policy new` puts them judges nothing until settings name it.
  const isUnnamed = judged?.request.governance.settings.policies === undefined && existsSync(join(path, 'policies'));
  const unnamed = isUnnamed ? ['       those of policies/ apply once .github/tollgate.yml says `policies: policies`'] : [];
  return new TollgateError('bad-use', `no policy that applies here is called \`${wanted}\``, {
    lines: [meant ? `do:    tollgate explain ${meant}` : 'do:    tollgate catalogue lists those that do', ...unnamed],
  });
}
