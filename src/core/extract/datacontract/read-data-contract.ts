import type { Asset, Facts, Field } from '../../../model/asset.ts';
import type { LineageEdge } from '../../../model/lineage.ts';
import type { Problem } from '../../../model/problem.ts';
import { serverNames } from '../../contract/server-names.ts';
import { at, entriesOf, entry, textAt, type DocumentNode, type Entry } from '../../text/document-tree.ts';
import { contractFacts, fieldFacts, modelFacts } from './facts.ts';
import { inputEdges } from './lineage.ts';
import type { DataContractPart } from './part.ts';

export interface ReadDataContract extends DataContractPart {
  readonly problems: readonly Problem[];
}

const MAX_PROBLEMS = 20;

/** The models of a contract; one that has none is an asset by itself. */
export function readDataContract(document: DocumentNode): ReadDataContract {
  const id = textAt(document, 'id') ?? textAt(document, 'info', 'title') ?? 'unnamed';
  const context: Context = {
    document,
    contract: id,
    facts: contractFacts(document),
    edges: [],
    problems: [],
    budget: { fields: MAX_FIELDS },
  };
  const assets = entriesOf(at(document, 'models')).map((model) => readModel(model, context));
  return {
    assets: assets.length > 0 ? assets : [bare(document, id)],
    edges: context.edges,
    problems: context.problems.slice(0, MAX_PROBLEMS),
  };
}

interface Context {
  readonly document: DocumentNode;
  readonly contract: string;
  /** What the contract says of all its models. */
  readonly facts: Facts;
  readonly edges: LineageEdge[];
  readonly problems: Problem[];
  /** Definitions may be used again and again: what they make stays bounded. */
  readonly budget: { fields: number };
}

const MAX_FIELDS = 20_000;
/** Contracts have a handful; more would give each model too many names. */
const MAX_SERVERS = 20;

function readModel({ key, keyLocation, value }: Entry, context: Context): Asset {
  const { document, contract } = context;
  const id = `datacontract:${contract}.${key}`;
  const servers = entriesOf(at(document, 'servers')).slice(0, MAX_SERVERS);
  const aliases = [...new Set(servers.flatMap((server) => serverNames(server.value, key)))];
  const { file } = keyLocation;
  return {
    id,
    kind: 'contract',
    name: key,
    platform: 'datacontract',
    file,
    location: keyLocation,
    extent: { file, start: keyLocation.start, end: value.location.end },
    facts: modelFacts(value, context.facts),
    fields: readFields(value, '', { ...context, asset: id, around: [] }),
    ...(aliases.length === 0 ? {} : { aliases }),
    files: [file],
  };
}

function bare(document: DocumentNode, id: string): Asset {
  const title = entry(at(document, 'info'), 'title')?.value ?? entry(document, 'id')?.value;
  const { file } = document.location;
  const location = title?.location ?? document.location;
  return {
    id: `datacontract:${id}`,
    kind: 'contract',
    name: textAt(title) ?? id,
    platform: 'datacontract',
    file,
    location,
    extent: document.location,
    facts: contractFacts(document),
    fields: [],
    files: [file],
  };
}

interface Place extends Context {
  readonly asset: string;
  /** The definitions that are being read: one that refers to itself ends. */
  readonly around: readonly string[];
}

/** The fields of a model, those inside of others with dotted names, also where an array or map holds them. */
function readFields(node: DocumentNode, prefix: string, place: Place): readonly Field[] {
  return entriesOf(at(node, 'fields')).flatMap((one) => readField(one, prefix, place));
}

function readField({ key, keyLocation, value: own }: Entry, prefix: string, place: Place): readonly Field[] {
  if (--place.budget.fields < 0) return tooMany(keyLocation, place);
  const value = resolved(own, place);
  const name = prefix + key;
  const type = textAt(value, 'config', 'physicalType') ?? textAt(value, 'type');
  place.edges.push(...inputEdges(value, { asset: place.asset, field: name }));
  const field: Field = {
    name,
    ...(type === undefined ? {} : { type }),
    location: keyLocation,
    extent: { file: keyLocation.file, start: keyLocation.start, end: own.location.end },
    facts: fieldFacts(value),
  };
  const reference = textAt(own, '$ref');
  if (place.around.length >= MAX_DEPTH || (reference !== undefined && place.around.includes(reference))) return [field];
  const inner: Place = { ...place, around: [...place.around, reference ?? ''] };
  return [field, ...heldBy(value, inner).flatMap((held) => readFields(held, `${name}.`, inner))];
}

function tooMany(location: Field['location'], { problems, budget }: Context): readonly Field[] {
  const message = 'The definitions of this contract make it too large to be judged from here on. Use fewer of them inside of each other.';
  if (budget.fields === -1) problems.unshift({ code: 'datacontract-too-large', message, location, undecided: true });
  return [];
}

/** Contracts nest a few levels; the parser bounds the text's own. */
const MAX_DEPTH = 20;

/** The field itself, and what its array or map holds. */
function heldBy(value: DocumentNode, place: Place): readonly DocumentNode[] {
  const found = [value];
  for (const key of ['items', 'values']) {
    let inner = at(value, key);
    for (let depth = 0; inner && depth < MAX_DEPTH; depth++) {
      const held = resolved(inner, place);
      found.push(held);
      inner = at(held, key);
    }
  }
  return found;
}

/** `$ref: '#/definitions/email'`: the definition's entries, under the field's own. */
function resolved(node: DocumentNode, { document, problems }: Place): DocumentNode {
  const reference = entry(node, '$ref')?.value;
  const path = textAt(reference);
  if (!reference || path === undefined || node.kind !== 'map') return node;
  if (!path.startsWith('#/')) return node;
  const steps = path
    .slice(2)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const found = at(document, ...steps);
  if (found?.kind === 'map') return { ...node, entries: [...found.entries, ...node.entries] };
  problems.push({
    code: 'datacontract-invalid',
    message: `The contract has no \`${steps.join('.')}\`, to which this refers.`,
    location: reference.location,
  });
  return node;
}
