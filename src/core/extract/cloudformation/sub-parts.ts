/** A piece of the text of `Fn::Sub`: text as it is, or a name whose value stands there. */
export type SubPart = { readonly is: 'text'; readonly text: string } | { readonly is: 'name'; readonly name: string };

/** `${Name}` stands for a value, `${!Name}` for `${Name}` itself. */
export function subParts(text: string): readonly SubPart[] {
  const parts: SubPart[] = [];
  let from = 0;
  for (const match of text.matchAll(/\$\{([^{}$]*)\}/g)) {
    if (match.index > from) parts.push({ is: 'text', text: text.slice(from, match.index) });
    from = match.index + match[0].length;
    const name = (match[1] ?? '').trim();
    parts.push(name.startsWith('!') ? { is: 'text', text: `\${${name.slice(1)}}` } : { is: 'name', name });
  }
  if (from < text.length || parts.length === 0) parts.push({ is: 'text', text: text.slice(from) });
  return parts;
}
