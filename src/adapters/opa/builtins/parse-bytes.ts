import type { Json } from '../../../model/json.ts';

const SIZE = /^"?(\d+\.?\d*|\.\d+)(?:([kmgtpe]i?)b?)?"?$/i;
const STEPS = 'kmgtpe';

/** `units.parse_bytes`: `10KB` is 10000, `10KiB` is 10240. Parts of a byte are cut off. */
export function parseBytes(text: Json): Json | undefined {
  const parts = typeof text === 'string' ? SIZE.exec(text) : null;
  if (!parts) return undefined;
  const unit = (parts[2] ?? '').toLowerCase();
  const steps = unit === '' ? 0 : STEPS.indexOf(unit.charAt(0)) + 1;
  return Math.trunc(Number(parts[1]) * (unit.endsWith('i') ? 1024 : 1000) ** steps);
}
