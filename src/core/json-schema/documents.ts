import { resolveUri } from './resolve-uri.ts';
import { entriesOf, itemsOf, textAt, type DocumentNode } from '../text/document-tree.ts';

/** Where a reference leads: a node; `nowhere`, into a document that lacks it; `elsewhere`, to a document that is not here. */
export type Target = { readonly node: DocumentNode } | 'nowhere' | 'elsewhere';

/** Documents that may refer to each other: by path, by `$id`, by anchor, by pointer. */
export interface Documents {
  follow(reference: DocumentNode): Target;
}

/** The documents by their path. A reference is looked up from the file that it stands in. */
export function openDocuments(roots: ReadonlyMap<string, DocumentNode>): Documents {
  const state: State = { roots, known: new Map(), keys: new Map(), named: undefined };
  return {
    follow(reference) {
      const { file } = reference.location;
      const key = `${file}\n${textAt(reference) ?? ''}`;
      const known = state.known.get(key) ?? targetOf(textAt(reference) ?? '', file, state);
      state.known.set(key, known);
      return known;
    },
  };
}

interface State {
  readonly roots: ReadonlyMap<string, DocumentNode>;
  readonly known: Map<string, Target>;
  /** Maps that pointers went through, by key. */
  readonly keys: Map<DocumentNode, ReadonlyMap<string, DocumentNode>>;
  /** Built when the first reference needs it. */
  named: Named | undefined;
}

interface Named {
  /** Schemas by `$id`, resolved against the `$id` of the document where that is possible, and as written. */
  readonly ids: ReadonlyMap<string, DocumentNode>;
  /** By file and `#name`. */
  readonly anchors: ReadonlyMap<string, DocumentNode>;
}

function targetOf(text: string, file: string, state: State): Target {
  const hash = text.indexOf('#');
  const [address, fragment] = hash < 0 ? [text, ''] : [text.slice(0, hash), text.slice(hash + 1)];
  const document = documentAt(address, file, state);
  if (!document) return 'elsewhere';
  if (fragment === '') return { node: document };
  const name = decoded(fragment);
  const node = name.startsWith('/') ? pointed(document, name, state) : anchored(document, name, state);
  return node ? { node } : 'nowhere';
}

function documentAt(address: string, file: string, state: State): DocumentNode | undefined {
  const own = state.roots.get(file);
  const id = own && idOf(own);
  if (address === '' || (id !== undefined && address === withoutHash(id))) return own;
  const beside = isAbsolute(address) ? undefined : state.roots.get(pathFrom(file, address));
  if (beside) return beside;
  const { ids } = namedIn(state);
  return ids.get(address) ?? ids.get(resolved(address, id));
}

const idOf = (root: DocumentNode): string | undefined => textAt(root, '$id') ?? textAt(root, 'id');
const withoutHash = (uri: string): string => uri.replace(/#$/, '');
const isAbsolute = (address: string): boolean => /^[a-z][a-z\d+.-]*:/i.test(address);

/** `../common/a.json` seen from a file. */
function pathFrom(file: string, address: string): string {
  const steps = file.split('/').slice(0, -1);
  for (const step of decoded(address).split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  return steps.join('/');
}

function resolved(address: string, base: string | undefined): string {
  return base === undefined ? address : withoutHash(resolveUri(address, base));
}

function namedIn(state: State): Named {
  state.named ??= collectNames(state.roots);
  return state.named;
}

function collectNames(roots: ReadonlyMap<string, DocumentNode>): Named {
  const [ids, anchors] = [new Map<string, DocumentNode>(), new Map<string, DocumentNode>()];
  for (const root of roots.values()) collect(root, idOf(root), { ids, anchors });
  return { ids, anchors };
}

interface Collected {
  readonly ids: Map<string, DocumentNode>;
  readonly anchors: Map<string, DocumentNode>;
}

/** Parsers bound the depth, so recursion is safe. */
function collect(node: DocumentNode, base: string | undefined, into: Collected): void {
  for (const item of itemsOf(node)) collect(item, base, into);
  for (const { key, value } of entriesOf(node)) {
    const name = textAt(value);
    if (name === undefined) collect(value, base, into);
    else if (key === '$anchor' || key === '$dynamicAnchor') into.anchors.set(`${node.location.file}#${name}`, node);
    else if ((key === '$id' || key === 'id') && name.startsWith('#')) into.anchors.set(node.location.file + name, node);
    else if (key === '$id' || key === 'id') addId(name, base, node, into);
  }
}

function addId(name: string, base: string | undefined, node: DocumentNode, { ids }: Collected): void {
  for (const id of [withoutHash(name), resolved(name, base)]) if (!ids.has(id)) ids.set(id, node);
}

const anchored = (document: DocumentNode, name: string, state: State): DocumentNode | undefined =>
  namedIn(state).anchors.get(`${document.location.file}#${name}`);

/** `/$defs/a~1b` step by step. */
function pointed(document: DocumentNode, pointer: string, { keys }: State): DocumentNode | undefined {
  let node: DocumentNode | undefined = document;
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    node = node?.kind === 'list' ? node.items[Number(key)] : node && valueUnder(node, key, keys);
  }
  return node;
}

function valueUnder(node: DocumentNode, key: string, keys: State['keys']): DocumentNode | undefined {
  const known = keys.get(node) ?? new Map(entriesOf(node).map((one) => [one.key, one.value]));
  keys.set(node, known);
  return known.get(key);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
