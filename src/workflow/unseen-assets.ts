import type { Governance } from '../core/conclude-evaluation.ts';
import { policyInput, type ChangeContext } from '../core/evaluate/policy-input.ts';
import { readStatements } from '../core/evaluate/read-statements.ts';
import type { PolicyEngine } from '../core/ports.ts';
import { withCircumstances } from '../core/with-circumstances.ts';
import type { Asset, Facts } from '../model/asset.ts';
import type { Evaluation } from '../model/evaluation.ts';
import type { Json } from '../model/json.ts';
import type { Location } from '../model/source.ts';

/**
 * The assets that no policy says anything of: neither as they are, nor with nothing declared, nor with everything unknown, nor with the
 * worst of everything. A policy that asks about an asset speaks in one of the four.
 */
export async function unseenAssets(
  { assets, findings }: Pick<Evaluation, 'assets' | 'findings'>,
  { library, settings }: Governance,
  context: ChangeContext,
  engine: PolicyEngine,
): Promise<readonly Asset[]> {
  if (assets.length === 0 || library.policies.length === 0) return assets;
  const names = namesByKind(assets);
  const inputs = VARIANTS.map((vary) => {
    const other = assets.map((asset) => varied(asset, vary, names.get(asset.kind)));
    return policyInput(context, withCircumstances(other, context.branch, settings), []);
  });
  const answers = await engine.evaluate(library, inputs, settings.parameters);
  const told = answers.flatMap((answer) => readStatements(answer, library.policies).statements.map(({ asset }) => asset));
  const seen = new Set([...told, ...findings.map(({ asset }) => asset)]);
  return assets.filter(({ id }) => !seen.has(id));
}

type Vary = (own: Facts, names: ReadonlySet<string>, location: Location) => Facts;

const WORST: Readonly<Record<string, Json>> = {
  region: 'nowhere-1',
  encryption_at_rest: 'none',
  encryption_in_transit: 'none',
  public_access: true,
  classification: 'restricted',
  retention: 0,
  personal_data: { kind: 'email', by: 'tag' },
};

/** A kind of asset is only given facts that some of its kind have: a role is in no region, whatever policies say of regions. */
const VARIANTS: readonly Vary[] = [
  (own) => own,
  () => ({}),
  (_, names, location) => Object.fromEntries([...names].map((name) => [name, { unknown: 'nobody', location }])),
  (own, names, location) => ({
    ...own,
    ...Object.fromEntries(Object.entries(WORST).flatMap(([name, value]) => (names.has(name) ? [[name, { value, location }]] : []))),
  }),
];

const OF_ANY_FIELD = ['personal_data', 'classification', 'tags'] as const;

interface Names {
  readonly own: ReadonlySet<string>;
  readonly ofFields: ReadonlySet<string>;
}

function namesByKind(assets: readonly Asset[]): ReadonlyMap<Asset['kind'], Names> {
  const kinds = Map.groupBy(assets, ({ kind }) => kind);
  return new Map(
    [...kinds].map(([kind, all]) => {
      const own = new Set(all.flatMap(({ facts }) => Object.keys(facts)));
      const ofFields = new Set([...OF_ANY_FIELD, ...all.flatMap(({ fields }) => fields.flatMap(({ facts }) => Object.keys(facts)))]);
      return [kind, { own, ofFields }];
    }),
  );
}

function varied(asset: Asset, vary: Vary, names: Names | undefined): Asset {
  const { own, ofFields } = names ?? NO_NAMES;
  const fields = asset.fields.map((field) => ({ ...field, facts: vary(field.facts, ofFields, field.location) }));
  return { ...asset, facts: vary(asset.facts, own, asset.location), fields };
}

const NO_NAMES: Names = { own: new Set(), ofFields: new Set() };
