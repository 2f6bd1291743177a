import type { Facts } from '../../../model/asset.ts';
import { mapFact } from '../../contract/check-facts.ts';
import { daysOf, daysOfUnit } from '../../contract/durations.ts';
import { at, itemsOf, textAt, type DocumentNode } from '../../text/document-tree.ts';
import { factOf } from './contract-facts.ts';

/** The facts that the service levels of a contract give each of its objects. Read once: most levels are about all of them. */
export function serviceLevels(document: DocumentNode): (object: string) => Facts {
  const ofAll: DocumentNode[] = [];
  const ofObject = new Map<string, DocumentNode[]>();
  for (const level of itemsOf(at(document, 'slaProperties'))) {
    const names = objectsOf(level);
    if (names.includes('')) ofAll.push(level);
    else for (const name of new Set(names)) put(ofObject, name, level);
  }
  const shared = levelFacts(ofAll);
  return (object) => {
    const own = ofObject.get(object);
    return own ? levelFacts([...own, ...ofAll]) : shared;
  };
}

function put(levels: Map<string, DocumentNode[]>, object: string, level: DocumentNode): void {
  const known = levels.get(object);
  if (known) known.push(level);
  else levels.set(object, [level]);
}

/** What a contract that names no objects promises. */
export const allServiceLevels = (document: DocumentNode): Facts => levelFacts(itemsOf(at(document, 'slaProperties')));

/** The objects that a level names: `orders.processed_at, returns.processed_at`. An empty name is all of them. */
function objectsOf(level: DocumentNode): readonly string[] {
  const elements = textAt(level, 'element') ?? textAt(level, 'column') ?? '';
  return elements.split(',').map((element) => element.trim().split('.', 1)[0] ?? '');
}

const isRetention = (level: DocumentNode): boolean => /^retention$/i.test(textAt(level, 'property') ?? '');

function levelFacts(levels: readonly DocumentNode[]): Facts {
  const retention = levels.find(isRetention);
  const others = levels.filter((level) => !isRetention(level));
  return { ...(retention ? retentionFact(retention) : {}), ...mapFact('service_levels', others.flatMap(levelOf)) };
}

function retentionFact(level: DocumentNode): Facts {
  const value = at(level, 'value');
  if (!value) return {};
  const fact = factOf(value);
  const unit = textAt(level, 'unit');
  const days = unit === undefined ? daysOf(textAt(value) ?? '') : (daysOfUnit(unit) ?? Number.NaN) * Number(fact.value);
  if (days === undefined || fact.value === undefined || !Number.isFinite(days)) return { retention: fact };
  return { retention: { value: { days }, location: unit === undefined ? value.location : level.location } };
}

/** `availability: 99.9%`, `latency: 4 d`. */
function levelOf(level: DocumentNode): Parameters<typeof mapFact>[1] {
  const [key, value] = [textAt(level, 'property'), textAt(level, 'value')];
  const unit = textAt(level, 'unit');
  if (key === undefined || value === undefined) return [];
  return [{ key, value: unit === undefined || unit === '%' ? value : `${value} ${unit}`, location: level.location }];
}
