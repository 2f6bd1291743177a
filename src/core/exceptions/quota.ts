import type { UsedException } from '../../model/exception.ts';

/** How long a quota lasts. Quarters and years are those of the calendar, in UTC. */
export type Period = 'month' | 'quarter' | 'year';

/** The period that a day (`YYYY-MM-DD`) is in: `2026 Q4`, `2026-11`, `2026`. */
export function periodOf(day: string, per: Period): string {
  const [year = '', month = ''] = day.split('-');
  if (per === 'year') return year;
  return per === 'month' ? `${year}-${month}` : `${year} Q${Math.ceil(Number(month) / 3)}`;
}

/** The exceptions of a policy that came before this one in its period: those asked for earlier, or on the same day with an earlier name. */
export function usedBefore(exception: UsedException, policy: string, all: readonly UsedException[], per: Period): readonly string[] {
  const period = periodOf(exception.requested, per);
  return usedIn(period, policy, all, per).filter((id) => isBefore(id, exception, all));
}

/** All exceptions of a policy in a period, by name. Those that are over count as well: they were used. */
export function usedIn(period: string, policy: string, all: readonly UsedException[], per: Period): readonly string[] {
  return all.filter((one) => one.policies.includes(policy) && periodOf(one.requested, per) === period).map(({ id }) => id);
}

function isBefore(id: string, { id: own, requested }: UsedException, all: readonly UsedException[]): boolean {
  const other = all.find((one) => one.id === id);
  if (!other || id === own) return false;
  return other.requested < requested || (other.requested === requested && id < own);
}
