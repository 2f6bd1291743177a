/** Finds the things that go by a name. Names of relations may be given with fewer parts in front, paths with more behind. */
export interface NameIndex {
  /** The one thing that the name can mean; undefined where there is none, or several. */
  find(name: string): string | undefined;
  add(name: string, thing: string): void;
}

export function nameIndex(): NameIndex {
  const exact = new Map<string, string>();
  /** Null: several things end so. */
  const byEnding = new Map<string, string | null>();
  const add = (name: string, thing: string): void => {
    if (!exact.has(name)) exact.set(name, thing);
    for (const ending of endingsOf(name)) {
      const there = byEnding.get(ending);
      byEnding.set(ending, there === undefined || there === thing ? thing : null);
    }
  };
  const find = (name: string): string | undefined =>
    exact.get(name) ?? byEnding.get(name) ?? endingsOf(name).map(exactIn(exact)).find(Boolean) ?? folderOf(name, exact);
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
  const endings: string[] = [];
  for (let dot = name.indexOf('.', RELATION.length); dot >= 0; dot = name.indexOf('.', dot + 1))
    endings.push(RELATION + name.slice(dot + 1));
  return endings;
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
