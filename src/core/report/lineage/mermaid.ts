import type { LineageAnswer, LineageEdge } from '../../../model/lineage.ts';
import { showHidden } from '../show-hidden.ts';

/** A flowchart that GitHub draws in a comment or README. Fields stand on the arrows. */
export function lineageMermaid({ subject, lineage, assets }: LineageAnswer): string {
  const numbers = new Map(lineage.nodes.map(({ id }, at) => [id, `n${at}`]));
  const kinds = new Map(assets.map(({ id, kind }) => [id, kind]));
  const nodes = lineage.nodes.map(({ id, name, assets: ids }) => {
    const kind = kinds.get(ids[0] ?? '');
    return `  ${numbers.get(id)}["${escape(name)}${kind === undefined ? '' : `<br/>${kind}`}"]`;
  });
  const arrows = [...Map.groupBy(lineage.edges, ({ from, to }) => `${numbers.get(from.asset)} ${numbers.get(to.asset)}`)].map(
    ([pair, edges]) => arrow(pair.split(' '), edges),
  );
  return ['flowchart LR', ...nodes, ...arrows, `  style ${numbers.get(subject.node)} stroke-width:3px`, ''].join('\n');
}

const MOST_ON_AN_ARROW = 6;

function arrow([from = '', to = '']: readonly string[], edges: readonly LineageEdge[]): string {
  const fields = [...new Set(edges.flatMap((edge) => (edge.to.field === undefined ? [] : [labelOf(edge)])))];
  if (fields.length === 0) return `  ${from} --> ${to}`;
  const shown = fields.slice(0, MOST_ON_AN_ARROW);
  const more = fields.length > shown.length ? [`and ${fields.length - shown.length} more`] : [];
  return `  ${from} -- "${[...shown, ...more].join('<br/>')}" --> ${to}`;
}

function labelOf({ from, to, how }: LineageEdge): string {
  if (to.field === '*') return 'every column';
  if (from.field === to.field && how === 'same') return escape(to.field ?? '');
  return escape(`${to.field} ${how === 'same' ? '=' : '←'} ${from.field}`);
}

/** Mermaid takes entities by number inside quotes, and nothing else that could end them. */
function escape(text: string): string {
  return showHidden(text).replaceAll(/[^\p{L}\p{N} ._/:=←,*-]/gu, (character) => `#${character.codePointAt(0)};`);
}
