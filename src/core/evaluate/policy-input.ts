import type { Asset, AssetChange, FactChange, FieldChange } from '../../model/asset.ts';
import type { Difference } from '../../model/difference.ts';
import type { Json } from '../../model/json.ts';
import { assetDocument } from '../json/flatten-facts.ts';

/** The version of the input document that policies read; its JSON Schema stands with the default library. */
const INPUT_VERSION = 1;

/** What happened, as far as a policy may ask. Times are ISO 8601 in UTC: policies have no clock of their own. */
export interface ChangeContext {
  readonly event: 'pull_request' | 'push' | 'merge_group' | 'cli';
  readonly surface: 'pr' | 'push' | 'merge-queue' | 'cli';
  readonly branch: string;
  readonly now: string;
  /** Of the pull request; missing where there is none, or nobody could tell. */
  readonly labels?: readonly string[];
  /** `organisation/team` that the author is in, of those that settings ask about; missing where nobody could tell. */
  readonly teams?: readonly string[];
}

const NO_LINEAGE: Json = { edges: [], nodes: [], partial: false };

/** The document that policies judge: what the head declares, what became of it, and what feeds it. */
export function policyInput(
  context: ChangeContext,
  assets: readonly Asset[],
  changes: readonly AssetChange[],
  lineage: Json = NO_LINEAGE,
): Json {
  return {
    version: INPUT_VERSION,
    change: contextDocument(context),
    assets: assets.map(assetDocument),
    changes: changes.map(changeDocument),
    lineage,
  };
}

/** What nobody could tell is absent, and named in `unknown`: never an empty list. */
function contextDocument({ labels, teams, ...told }: ChangeContext): Json {
  const unknown = [...(labels ? [] : ['labels']), ...(teams ? [] : ['teams'])];
  return { ...told, ...(labels ? { labels } : {}), ...(teams ? { teams } : {}), ...(unknown.length > 0 ? { unknown } : {}) };
}

function changeDocument(change: AssetChange): Json {
  return {
    asset: change.asset,
    name: change.name,
    kind: change.kind,
    asset_kind: change.assetKind,
    platform: change.platform,
    file: change.file,
    declared: change.declared ?? false,
    fields: change.fields.map(fieldChangeDocument),
    facts: change.facts.map(factChangeDocument),
    ...renaming(change),
    ...(change.of === undefined ? {} : { of: change.of }),
    ...(change.rules === undefined ? {} : { rules: change.rules }),
    ...(change.differences === undefined ? {} : { differences: change.differences.map(differenceDocument) }),
  };
}

function differenceDocument({ asset: _, location: __, ...told }: Difference): Json {
  return { ...told, breaks: [...told.breaks] };
}

function fieldChangeDocument(change: FieldChange): Json {
  const { name, kind, before, after, of } = change;
  return {
    name,
    kind,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    ...renaming(change),
    ...(of === undefined ? {} : { of }),
  };
}

function factChangeDocument({ name, before, after }: FactChange): Json {
  return { name, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

function renaming({ renamedTo, renamedFrom }: { readonly renamedTo?: string; readonly renamedFrom?: string }): Record<string, string> {
  return {
    ...(renamedTo === undefined ? {} : { renamed_to: renamedTo }),
    ...(renamedFrom === undefined ? {} : { renamed_from: renamedFrom }),
  };
}
