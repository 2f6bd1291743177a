import type { Trigger } from '../../model/trigger.ts';

/** What an older event knew for sure is not forgotten over a newer one. */
export function mergeTriggers(older: Trigger | null, newer: Trigger): Trigger {
  if (older?.kind === 'pull' && newer.kind === 'pull')
    return { ...newer, fresh: older.fresh || newer.fresh, rerun: older.rerun || newer.rerun };
  if (older?.kind === 'push' && newer.kind === 'push') return { ...newer, before: older.before, rerun: older.rerun || newer.rerun };
  return newer;
}
