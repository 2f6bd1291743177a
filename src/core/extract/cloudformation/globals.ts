import { at, type DocumentNode, type Entry } from '../../text/document-tree.ts';
import { intrinsicOf } from './intrinsic.ts';
import { lengthOf, spend, type Budget } from './scope.ts';

/** The section of `Globals` for each type of the serverless transform that has one. */
const SECTIONS: ReadonlyMap<string, string> = new Map([
  ['AWS::Serverless::Function', 'Function'],
  ['AWS::Serverless::Api', 'Api'],
  ['AWS::Serverless::HttpApi', 'HttpApi'],
  ['AWS::Serverless::SimpleTable', 'SimpleTable'],
  ['AWS::Serverless::StateMachine', 'StateMachine'],
  ['AWS::Serverless::LayerVersion', 'LayerVersion'],
]);

/** The properties of a resource over the global ones: maps are laid over each other, lists follow each other, all else is replaced. */
export function withGlobals(
  type: string,
  own: DocumentNode | undefined,
  globals: DocumentNode | undefined,
  budget: Budget,
): DocumentNode | undefined {
  const section = SECTIONS.get(type);
  const shared = section === undefined ? undefined : at(globals, section);
  return shared && spend(lengthOf(shared), budget) ? laid(shared, own) : own;
}

function laid(under: DocumentNode, over: DocumentNode | undefined): DocumentNode {
  if (!over) return under;
  if (intrinsicOf(over) || intrinsicOf(under)) return over;
  if (under.kind === 'list' && over.kind === 'list') return { ...over, items: [...under.items, ...over.items] };
  if (under.kind !== 'map' || over.kind !== 'map') return over;
  const shared = new Map(under.entries.map(({ key, value }) => [key, value]));
  const named = new Set(over.entries.map(({ key }) => key));
  const kept = under.entries.filter(({ key }) => !named.has(key));
  const own = over.entries.map((one): Entry => {
    const value = shared.get(one.key);
    return value ? { ...one, value: laid(value, one.value) } : one;
  });
  return { ...over, entries: [...kept, ...own] };
}
