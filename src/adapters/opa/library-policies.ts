import { hashText } from '../../core/hash-text.ts';
import { untold } from '../../core/services/service-input.ts';
import { lineIndex } from '../../core/text/line-index.ts';
import type { PolicyMetadata } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { mergeRules, type AskedPackage, type AskedPolicy } from './entry-module.ts';
import { regulaNeverAsked } from './never-asked.ts';
import { findKey, toPolicy } from './policy-file.ts';
import type { LibraryFile } from './library-file.ts';

export interface LibraryPolicies {
  readonly policies: readonly PolicyMetadata[];
  /** In the order of `policies`. */
  readonly asked: readonly AskedPolicy[];
  readonly problems: readonly Problem[];
}

interface Found {
  readonly metadata: PolicyMetadata;
  readonly packages: AskedPackage[];
}

/** The policies of all files, one a package. An id that is taken is a problem, but rules for Regula say the same of several formats under one id. */
export function policiesOf(files: readonly LibraryFile[]): LibraryPolicies {
  const byPackage = Map.groupBy(
    files.filter(({ policy }) => policy !== null),
    ({ policy }) => policy?.package ?? '',
  );
  const found = new Map<string, Found>();
  const duplicates: Problem[] = [];
  const unasked: Unasked[] = [];
  for (const members of byPackage.values()) {
    const one = policyOf(members);
    if (!one) continue;
    const missing = untoldOf(one);
    if (missing.length > 0) {
      unasked.push({ policy: one.metadata, missing, file: members.find(({ policy }) => policy?.trivy) });
      // Known by what it says of itself, and asked nothing.
      one.packages.pop();
    }
    const twin = found.get(one.metadata.id);
    if (!twin) found.set(one.metadata.id, one);
    else if ([...one.packages, ...twin.packages].every(({ regula }) => regula)) twin.packages.push(...one.packages);
    else
      duplicates.push(
        duplicateId(
          one.metadata,
          twin.metadata,
          members.find(({ policy }) => policy?.metadata ?? policy?.regula),
        ),
      );
  }
  const all = [...found.values()];
  return {
    policies: all.map(({ metadata }) => metadata),
    asked: all.map(({ metadata: { id, title, input }, packages }) => ({ id, title, input, packages })),
    problems: [...duplicates, ...neverAsked(unasked), ...regulaNeverAsked(files)],
  };
}

/** What a check for Trivy reads that is not given to it. */
const untoldOf = ({ packages }: Found): readonly string[] =>
  packages.flatMap(({ trivy }) => (trivy?.asks === 'services' ? untold(trivy.services, trivy.reads) : []));

interface Unasked {
  readonly policy: PolicyMetadata;
  readonly missing: readonly string[];
  readonly file: LibraryFile | undefined;
}

/** One problem for all of them: a pack may hold hundreds. */
function neverAsked(unasked: readonly Unasked[]): readonly Problem[] {
  const [first] = unasked;
  if (!first) return [];
  const missing = [...new Set(unasked.flatMap((one) => one.missing))].toSorted();
  const names = `${missing.slice(0, 8).join(', ')}${missing.length > 8 ? ` and ${missing.length - 8} more` : ''}`;
  const who = unasked.length === 1 ? `The check ${first.policy.id} reads` : `${unasked.length} checks read`;
  const text = first.file?.text ?? '';
  const at = Math.max(0, text.indexOf(first.policy.id));
  const location = lineIndex(first.file?.shown ?? first.policy.path, text).location(at, at + first.policy.id.length);
  const message = `${who} what Tollgate does not give to checks for Trivy, so that ${unasked.length === 1 ? 'it decides' : 'they decide'} nothing: ${names}.`;
  return [{ code: 'policy-input', message, location, undecided: true }];
}

function policyOf(members: readonly LibraryFile[]): Found | null {
  const own = members.flatMap(({ policy, library }) => (policy ? [{ policy, library }] : []));
  const policies = own.map(({ policy }) => policy);
  const best = own.find(({ policy }) => policy.metadata) ?? own.find(({ policy }) => policy.rules.length > 0) ?? own[0];
  const metadata = best && toPolicy(policies, best.library);
  if (!metadata) return null;
  const regula = policies.find((one) => one.regula)?.regula ?? null;
  const trivy = policies.find((one) => one.trivy)?.trivy ?? null;
  const excepts = metadata.input !== 'assets' && policies.some((one) => one.excepts);
  const digest = hashText(JSON.stringify(members.map(({ text }) => text)));
  const asked = { package: metadata.package, rules: mergeRules(policies), excepts, regula, trivy };
  return { metadata: { ...metadata, digest }, packages: [asked] };
}

function duplicateId(policy: PolicyMetadata, twin: PolicyMetadata, file: LibraryFile | undefined): Problem {
  const text = file?.text ?? '';
  const at = Math.max(0, text.indexOf(policy.id, findKey(text, 'id')));
  const location = lineIndex(file?.shown ?? policy.path, text).location(at, at + policy.id.length);
  return {
    code: 'policy-duplicate',
    message: `The id ${policy.id} is taken by ${twin.path}; this policy is left out. Give it an id of its own.`,
    location,
    undecided: true,
  };
}
