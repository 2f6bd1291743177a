const DAYS: Readonly<Record<string, number>> = {
  y: 365,
  month: 30,
  mo: 30,
  m: 30,
  w: 7,
  d: 1,
  h: 1 / 24,
  min: 1 / 1440,
  s: 1 / 86_400,
  ms: 1 / 86_400_000,
};

/** The days of a unit as contracts write it: `d`, `days`, `Year`; `m` are months. */
export function daysOfUnit(unit: string): number | undefined {
  const word = unit.trim().toLowerCase();
  const short = [word, UNITS.get(word.replace(/s$/, '')) ?? ''].find((one) => Object.hasOwn(DAYS, one));
  return short === undefined ? undefined : DAYS[short];
}

const UNITS: ReadonlyMap<string, string> = new Map([
  ['year', 'y'],
  ['yr', 'y'],
  ['month', 'month'],
  ['week', 'w'],
  ['day', 'd'],
  ['hour', 'h'],
  ['hr', 'h'],
  ['minute', 'min'],
  ['second', 's'],
  ['sec', 's'],
  ['millisecond', 'ms'],
]);

const ISO =
  /^P(?:(\d+(?:\.\d+)?)Y)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i;
const ISO_DAYS = [365, 30, 7, 1, 1 / 24, 1 / 1440, 1 / 86_400];

/** The days of a time span: `P1Y`, `PT24H`, `30 days`, `25h`. Undefined where the text is no such thing. */
export function daysOf(text: string): number | undefined {
  const iso = text.length > 1 ? ISO.exec(text.trim()) : null;
  if (iso) {
    const days = ISO_DAYS.reduce((sum, unit, at) => sum + Number(iso[at + 1] ?? 0) * unit, 0);
    return iso.slice(1).some((part) => part !== undefined) ? exact(days) : undefined;
  }
  const plain = /^(\d{1,12}(?:\.\d{1,6})?)\s*([a-z]{1,12})$/i.exec(text.trim());
  const unit = plain && daysOfUnit(plain[2] ?? '');
  return plain && unit !== undefined && unit !== null ? exact(Number(plain[1]) * unit) : undefined;
}

/** `25h` and `PT25H` are the same, down to the last digit. */
const exact = (days: number): number => Number(days.toPrecision(12));
