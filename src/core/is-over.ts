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
  const [year, month, day] = partsOf(text);
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

/** Whole days from one day to another; both may carry a time, which does not count. */
export function daysBetween(first: string, second: string): number {
  return dayNumber(second) - dayNumber(first);
}

function partsOf(text: string): readonly [year: number, month: number, day: number] {
  return [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10))];
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

function daysIn(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Days since the start of the calendar. */
function dayNumber(text: string): number {
  const [year, month, day] = partsOf(text);
  const before = year - 1;
  const ofYears = before * 365 + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  const months = Array.from({ length: month - 1 }, (_, at) => daysIn(year, at + 1));
  return months.reduce((sum, days) => sum + days, ofYears) + day;
}
