import { escapeMarkup } from '../escape-markup.ts';

/** HTML that is safe to show. Only `html` makes it, and it escapes whatever is not HTML yet. */
export type Markup = { readonly markup: string };

type Value = Markup | string | number | readonly Markup[];

export function html(words: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return { markup: String.raw({ raw: words }, ...values.map(markupOf)) };
}

export const NOTHING: Markup = { markup: '' };

export function join(parts: readonly Markup[], between = ''): Markup {
  return { markup: parts.map(({ markup }) => markup).join(escapeMarkup(between)) };
}

/** Words with `code` between backticks, as messages have them, and with the name of the thing as code, too. */
export function sentence(words: string, name = ''): Markup {
  const parts = words.split('`');
  if (parts.length % 2 === 0) return naming(words, name);
  return join(parts.map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : naming(part, name))));
}

/** A path may break behind its slashes. */
export function breakable(path: string): Markup {
  return join(path.split('/').map((part, index, parts) => (index < parts.length - 1 ? html`${part}/<wbr />` : html`${part}`)));
}

function naming(words: string, name: string): Markup {
  if (name === '') return html`${words}`;
  return join(words.split(name).flatMap((part, index) => [...(index > 0 ? [html`<code>${name}</code>`] : []), html`${part}`]));
}

function markupOf(value: Value): string {
  if (typeof value === 'string') return escapeMarkup(value);
  if (typeof value === 'number') return String(value);
  return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('');
}
