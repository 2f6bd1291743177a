import type { Json } from '../../../model/json.ts';
import type { LineageAnswer, LineageEdge, LineageEnd } from '../../../model/lineage.ts';

/** Source: OpenLineage specification 2-0-2, static metadata: JobEvent; column lineage facet 1-2-0. */
const EVENT = 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/JobEvent';
const COLUMNS = 'https://openlineage.io/spec/facets/1-2-0/ColumnLineageDatasetFacet.json#/$defs/ColumnLineageDatasetFacet';
const PLACE = 'https://openlineage.io/spec/facets/1-1-0/SourceCodeLocationJobFacet.json#/$defs/SourceCodeLocationJobFacet';

/** Names the program, as OpenLineage wants it: an address. */
const PRODUCER = 'https://www.npmjs.com/package/tollgate';

/** Where the answer was read: the repository's name, the URL of its root, and the commit. `time` is ISO 8601. */
export interface OpenLineageContext {
  readonly repository: string;
  readonly root: string;
  readonly version: string;
  readonly time: string;
}

/** One event a line, for each thing that is filled: the job that fills it, what it reads, and where its columns come from. */
export function lineageEvents(answer: LineageAnswer, context: OpenLineageContext): string {
  const byTarget = Map.groupBy(answer.lineage.edges, ({ to, by }) => `${to.asset}\n${by ?? ''}`);
  return [...byTarget.values()].map((edges) => `${JSON.stringify(eventOf(edges, answer, context))}\n`).join('');
}

function eventOf(edges: readonly LineageEdge[], answer: LineageAnswer, context: OpenLineageContext): Json {
  const [first] = edges;
  const target = first?.to ?? { asset: answer.subject.node };
  return {
    eventTime: context.time,
    producer: PRODUCER,
    schemaURL: EVENT,
    job: { namespace: context.repository, name: nameOf(first?.by ?? target.asset, answer), facets: placeFacet(first, context) },
    inputs: [...new Set(edges.map(({ from }) => from.asset))].map((asset) => datasetOf({ asset }, answer, context)),
    outputs: [{ ...datasetOf(target, answer, context), facets: columnFacet(edges, answer, context) }],
  };
}

type Dataset = { readonly namespace: string; readonly name: string };

/** Where a name stands for data in a known store, its scheme is the namespace; else the repository is. Source: OpenLineage, naming. */
function datasetOf({ asset }: LineageEnd, answer: LineageAnswer, { repository }: OpenLineageContext): Dataset {
  const path = /^path:(\w+:\/\/[^/]+)\/?(.*)$/.exec(asset);
  if (path) return { namespace: path[1] ?? '', name: path[2] === '' ? '/' : (path[2] ?? '/') };
  return { namespace: repository, name: nameOf(asset, answer) };
}

function nameOf(id: string, { lineage, assets }: LineageAnswer): string {
  return lineage.nodes.find((node) => node.id === id)?.name ?? assets.find((asset) => asset.id === id)?.name ?? id;
}

function placeFacet(edge: LineageEdge | undefined, { root, version }: OpenLineageContext): Json {
  if (!edge) return {};
  const { file, start } = edge.location;
  const url = `${root}/${file.split('/').map(encodeURIComponent).join('/')}#L${start.line}`;
  return { sourceCodeLocation: { _producer: PRODUCER, _schemaURL: PLACE, type: 'git', url, path: file, version } };
}

function columnFacet(edges: readonly LineageEdge[], answer: LineageAnswer, context: OpenLineageContext): Json {
  const between = edges.filter(({ from, to }) => from.field !== undefined && to.field !== undefined && to.field !== '*');
  if (between.length === 0) return {};
  const fields = [...Map.groupBy(between, ({ to }) => to.field ?? '')].map(([field, own]) => [
    field,
    { inputFields: own.map((edge) => inputField(edge, answer, context)) },
  ]);
  return { columnLineage: { _producer: PRODUCER, _schemaURL: COLUMNS, fields: Object.fromEntries(fields) as Json } };
}

function inputField({ from, how }: LineageEdge, answer: LineageAnswer, context: OpenLineageContext): Json {
  const subtype = how === 'same' ? 'IDENTITY' : 'TRANSFORMATION';
  return { ...datasetOf(from, answer, context), field: from.field ?? '', transformations: [{ type: 'DIRECT', subtype }] };
}
