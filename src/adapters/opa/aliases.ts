/** Builtins inside OPA's WebAssembly that answer otherwise than OPA does, and the name under which our host has them. As long, so that places stay. */
const ALIASES: ReadonlyMap<string, string> = new Map([['strings.replace_n', 'strings.replace_h']]);

/** The text of a policy with calls of those builtins going to our host. */
export function withAliases(text: string): string {
  return [...ALIASES].reduce(
    (told, [name, alias]) => told.replaceAll(new RegExp(`(?<![\\w.])${name.replace('.', '\\.')}(?=\\s*\\()`, 'g'), alias),
    text,
  );
}

/** What OPA says, in the words of whoever wrote the policy. */
export function withoutAliases(message: string): string {
  return [...ALIASES].reduce((told, [name, alias]) => told.replaceAll(alias, name), message);
}

interface Declaration {
  readonly name: string;
}

/** The builtins that OPA is told of, each under the names that it has here. */
export function aliasedBuiltins<One extends Declaration>(builtins: readonly One[]): readonly One[] {
  return builtins.map((one) => {
    const alias = ALIASES.get(one.name);
    return alias === undefined ? one : { ...one, name: alias };
  });
}
