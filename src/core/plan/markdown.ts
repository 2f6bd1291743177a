/**
 * Markdown that is safe to post. Only this file makes it, so that nothing from a repository can mention people, refer to issues, load
 * images, open links, or leave the place it was put in.
 */
export type Markdown = string & { readonly markdown: unique symbol };

const made = (value: string): Markdown => value as Markdown;

/** Our own words. A value inside is Markdown already, or it is escaped as `text`. */
export function say(words: TemplateStringsArray, ...values: readonly (Markdown | number)[]): Markdown {
  return made(String.raw({ raw: words }, ...values.map(String)));
}

/** Plain words from outside, on one line. */
export function text(value: string): Markdown {
  const line = visible(value).replace(/\s+/g, ' ').trim();
  const escaped = line.replace(/[&<>\\`*_[\]~|!$()^{}]/g, (character) => `&#${character.charCodeAt(0)};`);
  return made(disarmed(escaped).replace(/^([-+=#]|\d+[.)])/, (start) => `&#${start.charCodeAt(0)};${start.slice(1)}`));
}

/** Words with `code` between backticks, as messages have them, and with a name in them as code, too. */
export function sentence(value: string, name = ''): Markdown {
  const parts = value.split('`');
  const closed = parts.length % 2 === 1;
  if (!closed) return naming(value, name);
  return join(
    parts.map((part, index) => (index % 2 === 1 && part !== '' ? code(part) : naming(part, name))),
    '',
  );
}

function naming(value: string, name: string): Markdown {
  const parts = name === '' ? [value] : value.split(name);
  return join(
    parts.flatMap((part, index) => [...(index > 0 ? [code(name)] : []), ...(part === '' ? [] : [spaced(part)])]),
    '',
  );
}

/** A name from outside, as code. HTML rather than backticks: it holds any character, also in a table. */
export function code(value: string): Markdown {
  const escaped = visible(value)
    .replace(/\s/g, ' ')
    .replace(/[&<>"`|\\*_[\]~$]/g, (character) => `&#${character.charCodeAt(0)};`);
  return made(`<code>${disarmed(escaped)}</code>`);
}

/** Lines of code in a fence longer than any in them. `info` is a word of ours. Null where a character would not be seen as what it is. */
export function fence(info: string, content: string): Markdown | null {
  if (visible(content.replaceAll('\n', ' ').replaceAll('\t', ' ')) !== content.replaceAll('\n', ' ').replaceAll('\t', ' ')) return null;
  const longest = Math.max(2, ...[...content.matchAll(/`+/g)].map(([run]) => run.length));
  const ticks = '`'.repeat(longest + 1);
  return made(`${ticks}${info}\n${content}${content === '' ? '' : '\n'}${ticks}`);
}

/** A link to the web; the label alone where the address is none. */
export function link(label: Markdown, address: string | undefined): Markdown {
  if (address === undefined || !/^https?:\/\/[^\s]+$/.test(address)) return label;
  return made(`[${label}](${address.replace(/[()<>"'`\\|*_~]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)})`);
}

/** The path of a file as a part of an address. */
export function pathInAddress(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** Calls an owner by the name that CODEOWNERS gives: the only mentions there are. Anything else is text. */
export function mention(name: string): Markdown {
  return /^@[a-z\d][\w-]*(?:\/[\w.-]+)?$/i.test(name) ? made(name) : text(name);
}

export function bold(value: Markdown): Markdown {
  return made(`**${value}**`);
}

export function struck(value: Markdown): Markdown {
  return made(`~~${value}~~`);
}

export function join(parts: readonly Markdown[], separator: '\n' | '\n\n' | ' · ' | ', ' | ' ' | ''): Markdown {
  return made(parts.join(separator));
}

export function quote(value: Markdown): Markdown {
  return made(
    value
      .split('\n')
      .map((line) => (line === '' ? '>' : `> ${line}`))
      .join('\n'),
  );
}

export function row(cells: readonly Markdown[]): Markdown {
  return made(`| ${cells.map((cell) => cell.replaceAll('\n', ' ').replaceAll('|', '&#124;')).join(' | ')} |`);
}

export function item(value: Markdown, done?: boolean): Markdown {
  const box = done === undefined ? '' : done ? '[x] ' : '[ ] ';
  return made(`- ${box}${value.replaceAll('\n', ' ')}`);
}

/** Names a comment or issue as ours, unseen by readers. */
export function marker(name: string): Markdown {
  return made(`<!-- tollgate:${name.replace(/[^\w:.-]+/g, '-').replace(/-{2,}/g, '-')} -->`);
}

/** The markers in a text that GitHub gave back. */
export function markersIn(body: string): readonly string[] {
  return [...body.matchAll(/<!-- tollgate:([\w:.-]{1,200}) -->/g)].map(([, name]) => name ?? '');
}

/** Shows what would hide: control characters, invisible ones, and those that turn the reading direction. */
export function visible(value: string): string {
  return value.replace(
    /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029\u115f\u1160\u3164\uffa0]/gu,
    (character) => SHOWN.get(character) ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

const SHOWN = new Map([
  ['\n', '\n'],
  ['\r', ''],
  ['\t', ' '],
]);

/** GitHub makes links of these without any syntax. A zero-width space after their first part leaves them readable and inert. */
function disarmed(value: string): string {
  return value
    .replace(/@(?=\w)/g, `@${ZERO_WIDTH}`)
    .replace(/#(?=\d)(?<!&#)/g, `#${ZERO_WIDTH}`)
    .replace(/\b(gh)-(?=\d)/gi, `$1${ZERO_WIDTH}-`)
    .replace(/:\/\//g, `:${ZERO_WIDTH}//`)
    .replace(/\b(www)\./gi, `$1${ZERO_WIDTH}.`)
    .replace(/:(?=[\w+-]+:)/g, `:${ZERO_WIDTH}`)
    .replace(/\b(mailto|xmpp):/gi, `$1${ZERO_WIDTH}:`);
}

const ZERO_WIDTH = '\u200b';

function spaced(part: string): Markdown {
  const [before, after] = [/^\s/.test(part) ? ' ' : '', /\s$/.test(part) && part.trim() !== '' ? ' ' : ''];
  return made(before + text(part.trim()) + after);
}
