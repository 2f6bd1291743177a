import type { Asset, Fact, Facts, Field } from '../../model/asset.ts';
import type { Settings } from '../../model/settings.ts';
import { heldKinds } from '../held-kinds.ts';
import { classificationOf, highest } from './classification.ts';
import { classifyFields } from './classify-fields.ts';
import { personalDataOf } from './personal-data.ts';

/**
 * Says which fields hold personal data and how sensitive things are: the facts `personal_data` and `classification` of fields,
 * `holds_personal_data` and `classification` of assets. Tags and contracts win over names and types; all else stays as it was read.
 */
export function recognise(assets: readonly Asset[], settings: Settings): readonly Asset[] {
  return assets.map((asset) => recogniseAsset(asset, settings));
}

function recogniseAsset(asset: Asset, settings: Settings): Asset {
  const named = isAboutData(asset) ? classifyFields(asset.name, asset.fields) : new Map<string, never>();
  const fields = asset.fields.map((field) => recogniseField(field, named, settings));
  return { ...asset, fields, facts: { ...asset.facts, ...assetFacts(asset, fields, settings) } };
}

/** Inputs of a job or a policy have names too, but hold nothing. */
function isAboutData({ kind }: Asset): boolean {
  return !NO_DATA.has(kind);
}

const NO_DATA: ReadonlySet<string> = new Set([
  'job',
  'task',
  'role',
  'grant',
  'tag',
  'policy',
  'group',
  'integration',
  'cluster',
  'warehouse',
  'resource',
]);

function recogniseField(field: Field, named: ReturnType<typeof classifyFields>, settings: Settings): Field {
  const personal = personalDataOf(field, named.get(field.name), settings.classification.aliases);
  const classification = classificationOf(field.facts, settings.classification);
  if (!personal && !classification && field.facts['personal_data']?.value === undefined) return field;
  const { personal_data: _, ...rest } = field.facts;
  return { ...field, facts: { ...rest, ...entry('personal_data', personal), ...entry('classification', classification) } };
}

function assetFacts(asset: Asset, fields: readonly Field[], { classification }: Settings): Facts {
  const own = classificationOf(asset.facts, classification);
  const ofFields = fields.flatMap(({ facts }) => facts['classification'] ?? []);
  return {
    ...entry('classification', own ?? asset.facts['classification'] ?? highest(ofFields, classification.ladder)),
    ...heldKinds(fields),
  };
}

const entry = (name: string, fact: Fact | undefined): Facts => (fact ? { [name]: fact } : {});
