import type { Asset, Fact, Facts, Field } from '../../../model/asset.ts';
import type { Assembly, UnitFile } from '../../plug-ins.ts';
import { aliasesOf } from './aliases.ts';
import { layFacts } from './config-facts.ts';
import { onName, withHooks } from './hooks.ts';
import { projectEdges, type Node } from './project-edges.ts';
import { DEFAULT_PATHS } from './read-project.ts';
import type { ArtifactNode, Body, Cascade, DbtPart, Entry, Project } from './part.ts';
import { artifactIndex, withArtifacts } from './with-artifacts.ts';

/** A project as dbt reads it: properties and queries of the same node together, under the settings of their folders. */
export function assembleProject(root: string, files: readonly UnitFile<DbtPart>[]): Assembly {
  const { project, nodes } = projectNodes(root, files);
  return { assets: nodes.map(({ asset }) => asset), changes: [], problems: [], edges: projectEdges(project.name, nodes) };
}

export interface Nodes {
  readonly project: Project;
  readonly nodes: readonly Node[];
}

/** The nodes of a project with what each reads. */
export function projectNodes(root: string, files: readonly UnitFile<DbtPart>[]): Nodes {
  const project = files.flatMap(({ part }) => (part.is === 'project' ? [part.project] : []))[0] ?? {
    name: root || 'project',
    paths: DEFAULT_PATHS,
    cascades: [],
  };
  const anywhere = Object.values(project.paths).flat();
  const entries = files.flatMap(({ path, part }) =>
    part.is === 'properties' && livesIn(path, root, anywhere) ? part.entries.map((entry) => ({ path, entry })) : [],
  );
  const bodies = files.flatMap(({ path, part }) =>
    part.is === 'body' && livesIn(path, root, project.paths[part.body.kind]) ? [{ path, body: part.body }] : [],
  );
  const told = new Map(entries.flatMap((one) => keysOf(one.entry).map((key) => [key, one] as const)));
  const groups = new Map(entries.filter(({ entry }) => entry.kind === 'group').map(({ entry }) => [entry.name, entry]));
  const context: Context = { project, root, groups };
  const withBody = bodies.map(({ path, body }) => merged(body, path, told.get(`${body.kind} ${body.name}`), context));
  const described = new Set(bodies.map(({ body }) => told.get(`${body.kind} ${body.name}`)?.entry));
  const alone = entries.filter(({ entry }) => !described.has(entry)).map(({ path, entry }) => fromEntry(entry, path, context));
  const artifacts = artifactIndex(files.flatMap(({ part }) => (part.is === 'artifact' ? part.nodes : [])));
  const nodes = [...withBody, ...alone];
  if (artifacts.size === 0) return { project, nodes };
  const known = ({ id }: Asset): readonly ArtifactNode[] => artifacts.get(id.slice('dbt:'.length)) ?? [];
  return { project, nodes: nodes.map((node) => ({ ...node, asset: withArtifacts(node.asset, known(node.asset)) })) };
}

/** The files that may hold what an entry describes, by their names: a version of a model has some of its own. */
const keysOf = ({ kind, name, bodies }: Entry): readonly string[] => (bodies ?? [name]).map((body) => `${kind} ${body}`);

/** A file outside of the folders that the project names for its kind is no node of it. */
function livesIn(path: string, root: string, folders: readonly string[]): boolean {
  const inner = root === '' ? path : path.slice(root.length + 1);
  return folders.some((folder) => folder === '.' || inner.startsWith(`${folder}/`));
}

interface Context {
  readonly project: Project;
  readonly root: string;
  readonly groups: ReadonlyMap<string, Entry>;
}

interface Told {
  readonly path: string;
  readonly entry: Entry;
}

function merged(body: Body, path: string, told: Told | undefined, context: Context): Node {
  const cascaded = cascadesFor(body.kind, path, context);
  const facts = withOwner(layFacts(layFacts(cascaded, told?.entry.facts ?? {}), body.facts), context);
  const placed = told ? bothPlaces(facts, body.facts, told.entry.facts) : facts;
  const name = told?.entry.name ?? body.name;
  const asset = withHooks({
    ...subject(body.kind, name, context),
    file: path,
    files: [...new Set([path, ...(told ? [told.path] : [])])],
    location: body.location,
    extent: body.extent,
    facts: onName(placed, name),
    fields: mergeFields(body.fields, told?.entry.fields ?? []),
    ...aliasesOf(body.kind, name, placed, told?.entry.versionOf),
    ...(body.partial ? { partial: true } : {}),
  });
  const { references, query } = body;
  return { asset, references: [...references, ...(told?.entry.references ?? [])], query, latestOf: told?.entry.latestOf };
}

function fromEntry(entry: Entry, path: string, context: Context): Node {
  const facts = withOwner(layFacts(cascadesFor(entry.kind, path, context), entry.facts), context);
  const { location, extent, fields, references, latestOf } = entry;
  const asset = withHooks({
    ...subject(entry.kind, entry.name, context),
    file: path,
    files: [path],
    location,
    extent,
    facts: onName(facts, entry.name),
    fields,
    ...aliasesOf(entry.kind, entry.name, facts, entry.versionOf),
    ...(fields.length === 0 ? { partial: true } : {}),
  });
  return { asset, references, query: undefined, latestOf };
}

function subject(kind: Asset['kind'], name: string, { project }: Context): Pick<Asset, 'id' | 'kind' | 'name' | 'platform'> {
  return { id: `dbt:${kind}.${project.name}.${name}`, kind, name, platform: 'dbt' };
}

/** Both declarations, each at its place. */
function bothPlaces(facts: Facts, query: Facts, properties: Facts): Facts {
  const [first, second] = [properties['declared_in'], query['declared_in']];
  return first && second ? { ...facts, declared_in: together(first, second) } : facts;
}

function together(properties: Fact, query: Fact): Fact {
  return { value: ['properties', 'query'], location: properties.location, parts: { 0: properties.location, 1: query.location } };
}

/** Columns by their names, which warehouses do not tell apart by case. What is documented stands first, as people wrote it. */
function mergeFields(selected: readonly Field[], documented: readonly Field[]): readonly Field[] {
  const byName = new Map(selected.map((field) => [field.name.toLowerCase(), field]));
  // A column that properties name twice counts once, as the last says it.
  const own = [...new Map(documented.map((field) => [field.name.toLowerCase(), field])).values()];
  const both = own.map((field) => {
    const query = byName.get(field.name.toLowerCase());
    byName.delete(field.name.toLowerCase());
    return query ? { ...field, facts: bothPlaces(layFacts(query.facts, field.facts), query.facts, field.facts) } : field;
  });
  return [...both, ...byName.values()];
}

const SECTION: Readonly<Record<string, string>> = {
  model: 'models',
  seed: 'seeds',
  snapshot: 'snapshots',
  source: 'sources',
  exposure: 'exposures',
};

/** Settings of the folders above, the outermost first. The first name may be the project's own. */
function cascadesFor(kind: string, path: string, { project, root }: Context): Facts {
  const inner = path
    .slice(root === '' ? 0 : root.length + 1)
    .split('/')
    .slice(1);
  const way = [...inner.slice(0, -1), (inner.at(-1) ?? '').replace(/\.\w+$/, '')];
  const holds = ({ section, path: names }: Cascade): boolean => {
    if (section !== SECTION[kind]) return false;
    const below = names[0] === project.name ? names.slice(1) : names;
    return below.every((name, index) => way[index] === name);
  };
  return project.cascades
    .filter(holds)
    .sort((one, other) => one.path.length - other.path.length)
    .reduce<Facts>((facts, cascade) => layFacts(facts, cascade.facts), {});
}

/** The group's owner answers for its members that name nobody. */
function withOwner(facts: Facts, { groups }: Context): Facts {
  const group = facts['group']?.value;
  const owner = typeof group === 'string' ? groups.get(group)?.facts['owner'] : undefined;
  return owner && !facts['owner'] ? { ...facts, owner } : facts;
}
