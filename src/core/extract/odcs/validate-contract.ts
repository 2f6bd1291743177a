import type { Problem } from '../../../model/problem.ts';
import type { Location } from '../../../model/source.ts';
import { at, entriesOf, textAt, type DocumentNode } from '../../text/document-tree.ts';
import { nearestName } from '../../text/nearest-name.ts';
import { qualityShape, serverShape, shapesOf, type Check, type Shape, type Shapes } from './shapes.ts';

const MAX_PROBLEMS = 20;

/** What a contract says against its standard: keys that must be there, that must not, and values of another kind. */
export function validateContract(document: DocumentNode): readonly Problem[] {
  const version = textAt(document, 'apiVersion') ?? '';
  const shapes = shapesOf(version);
  const problems: Problem[] = [];
  if (shapes) check(document, 'contract', '', { shapes, tell: (location, message) => problems.push(problem(location, message)) });
  return problems.slice(0, MAX_PROBLEMS);
}

const problem = (location: Location, message: string): Problem => ({ code: 'odcs-invalid', message, location });

interface Context {
  readonly shapes: Shapes;
  tell(location: Location, message: string): void;
}

function check(node: DocumentNode, rule: Check, path: string, context: Context): void {
  if (Array.isArray(rule)) return checkWord(node, rule as readonly string[], path, context);
  const name = String(rule);
  if (name.startsWith('[')) return checkList(node, name.slice(1, -1), path, context);
  if (Object.hasOwn(KINDS, name)) return checkKind(node, name, path, context);
  if (name === 'team' && node.kind === 'list') return checkList(node, 'member', path, context);
  const shape = context.shapes[name];
  if (shape) checkMap(node, exactShape(shape, name, node), path, context);
}

/** Some shapes depend on the type that the node names. */
function exactShape(shape: Shape, name: string, node: DocumentNode): Shape {
  if (name === 'server') return serverShape(shape, textAt(node, 'type'));
  return name === 'quality' ? qualityShape(shape, textAt(node, 'type'), at(node, 'metric') !== undefined) : shape;
}

const KINDS: Readonly<Record<string, { readonly is: (value: unknown) => boolean; readonly words: string }>> = {
  text: { is: (value) => typeof value === 'string', words: 'text; put it in quotes' },
  flag: { is: (value) => typeof value === 'boolean', words: 'true or false' },
  number: { is: (value) => typeof value === 'number', words: 'a number' },
  integer: { is: (value) => Number.isInteger(value), words: 'a whole number' },
  any: { is: () => true, words: '' },
};

function checkKind(node: DocumentNode, name: string, path: string, { tell }: Context): void {
  const kind = KINDS[name];
  if (!kind || name === 'any') return;
  const fits = node.kind === 'scalar' && kind.is(node.value);
  if (!fits)
    tell(node.location, `\`${path}\` must be ${node.kind === 'scalar' && node.value !== null ? kind.words : kind.words.split(';', 1)[0]}.`);
}

function checkWord(node: DocumentNode, words: readonly string[], path: string, { tell }: Context): void {
  const value = textAt(node);
  if (value !== undefined && words.includes(value)) return;
  const near = value === undefined ? undefined : nearestName(value, words);
  const meant =
    near === undefined
      ? `one of ${words.slice(0, 9).join(', ')}${words.length > 9 ? ' …' : ''}`
      : `\`${near}\`, or another word of the standard`;
  tell(node.location, `\`${path}\` must be ${meant}.`);
}

function checkList(node: DocumentNode, item: string, path: string, context: Context): void {
  if (node.kind !== 'list') return context.tell(node.location, `\`${path}\` must be a list.`);
  for (const [index, one] of node.items.entries()) check(one, item, `${path}[${index}]`, context);
}

function checkMap(node: DocumentNode, shape: Shape, path: string, context: Context): void {
  const title = path === '' ? 'The contract' : `\`${path}\``;
  if (node.kind !== 'map') return context.tell(node.location, `${title} must be a map of keys and values.`);
  const first = node.entries[0]?.keyLocation ?? node.location;
  for (const key of shape.required ?? [])
    if (!at(node, key)) context.tell(first, `${title} has no \`${key}\`, which the standard requires.`);
  for (const { key, keyLocation, value } of entriesOf(node)) {
    const rule = Object.hasOwn(shape.keys, key) ? shape.keys[key] : undefined;
    if (rule) check(value, rule, path === '' ? key : `${path}.${key}`, context);
    else if (!shape.open) context.tell(keyLocation, unknownKey(key, shape));
  }
}

function unknownKey(key: string, shape: Shape): string {
  const near = nearestName(key, Object.keys(shape.keys));
  return `\`${key}\` is no key of the standard here${near === undefined ? '; keep keys of your own under `customProperties`' : `; did you mean \`${near}\`?`}.`;
}
