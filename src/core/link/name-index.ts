/** Finds the things that go by a name. Names of relations may be given with fewer parts in front, paths with more behind. */
export interface NameIndex {
  /** The one thing that the name can mean; undefined where there is none, or several. */
  find(name: string): string | undefined;
  add(name: string, thing: string): void;
}

export function nameIndex(): NameIndex {
  const exact = new Map<string, string>();
  const byEnding = new Map<string, Set<string>>();
  const add = (name: string, thing: string): void => {
    if (!exact.has(name)) exact.set(name, thing);
    for (const ending of endingsOf(name)) {
      const things = byEnding.get(ending) ?? new Set();
      byEnding.set(ending, things.add(thing));
    }
  };
  const only = (things: ReadonlySet<string> | undefined): string | undefined => (things?.size === 1 ? [...things][0] : undefined);
  const find = (name: string): string | undefined =>
    exact.get(name) ?? only(byEnding.get(name)) ?? endingsOf(name).map(exactIn(exact)).find(Boolean) ?? folderOf(name, exact);
  return { add, find };
}

const exactIn =
  (exact: ReadonlyMap<string, string>) =>
  (name: string): string | undefined =>
    exact.get(name);

const RELATION = 'relation:';
const PATH = 'path:';

/** `db.crm.contacts` also goes by `crm.contacts` and `contacts`. */
function endingsOf(name: string): readonly string[] {
  if (!name.startsWith(RELATION)) return [];
  const parts = name.slice(RELATION.length).split('.');
  return parts.slice(1).map((_, at) => `${RELATION}${parts.slice(at + 1).join('.')}`);
}

/** What lies in a bucket or folder that is known is part of it. */
function folderOf(name: string, exact: ReadonlyMap<string, string>): string | undefined {
  if (!name.startsWith(PATH)) return undefined;
  for (let end = name.lastIndexOf('/'); end > name.indexOf('//') + 1; end = name.lastIndexOf('/', end - 1)) {
    const found = exact.get(name.slice(0, end)) ?? exact.get(name.slice(0, end + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}
