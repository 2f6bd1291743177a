/**
 * Whether a day (`YYYY-MM-DD`) is over at this moment (ISO 8601, UTC): what holds until that day holds for all of it, in UTC. The one
 * function by which exceptions and suppressions end, on every surface.
 */
export function isOver(day: string, now: string): boolean {
  return now.slice(0, 10) > day;
}

/** Whether a text is a day that the calendar has. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(text);
}

const DAY_MS = 86_400_000;

/** Whole days from one day to another. */
export function daysBetween(first: string, second: string): number {
  return Math.round((Date.parse(`${second.slice(0, 10)}T00:00:00Z`) - Date.parse(`${first.slice(0, 10)}T00:00:00Z`)) / DAY_MS);
}
