/** Functions by the name that policies call them by, each with the one that the call goes to here. */
type Aliases = ReadonlyMap<string, string>;

/** Builtins inside OPA's WebAssembly that answer otherwise than OPA does, and the name under which our host has them. As long, so that places stay. */
const BUILTINS: Aliases = new Map([['strings.replace_n', 'strings.replace_h']]);

/** What Trivy adds to OPA, and where ours has it. */
const TRIVY_FUNCTIONS: Aliases = new Map([
  ['result.new', 'data.tollgate.trivy.new'],
  ['isManaged', 'data.tollgate.trivy.is_managed'],
  ['cidr.is_public', 'data.tollgate.trivy.is_public'],
  ['cidr.count_addresses', 'data.tollgate.trivy.count_addresses'],
]);

/** Whoever imports a `result` of their own does not mean Trivy's. */
const OWN_RESULT = /^import\s+data\.(?:\w+\.)*result\b/m;

/** The text of a policy with calls of those functions going to ours; every line keeps its number. */
export function withAliases(text: string): string {
  const told = renamed(text, BUILTINS);
  const meant = [...TRIVY_FUNCTIONS].filter(([name]) => !isDefinedIn(text, name));
  return OWN_RESULT.test(text) ? told : renamed(told, new Map(meant));
}

/** A function that a policy defines itself is its own, whatever its name. */
const isDefinedIn = (text: string, name: string): boolean => new RegExp(`^${name.replace('.', '\\.')}\\s*\\(`, 'm').test(text);

function renamed(text: string, aliases: Aliases): string {
  return [...aliases].reduce(
    (told, [name, alias]) => told.replaceAll(new RegExp(`(?<![\\w.])${name.replace('.', '\\.')}(?=\\s*\\()`, 'g'), alias),
    text,
  );
}

/** What OPA says, with builtins in the words of whoever wrote the policy. */
export function withoutAliases(message: string): string {
  return [...BUILTINS].reduce((told, [name, alias]) => told.replaceAll(alias, name), message);
}

interface Declaration {
  readonly name: string;
}

/** The builtins that OPA is told of, each under the names that it has here. */
export function aliasedBuiltins<One extends Declaration>(builtins: readonly One[]): readonly One[] {
  return builtins.map((one) => {
    const alias = BUILTINS.get(one.name);
    return alias === undefined ? one : { ...one, name: alias };
  });
}
