import type { Assembly } from '../plug-ins.ts';
import type { ReadPart } from './read-part.ts';

/** Keeps what units declare while their files stay the same: of two commits most units are. */
export interface AssemblyMemo {
  /** The assembly of these very parts; made where it is not there. `setting` names all else that it depends on. */
  of(unit: readonly ReadPart[], setting: string, make: () => Assembly): Assembly;
}

/** Both sides of the change that is judged, and of the one before. */
const KEPT_OF_A_UNIT = 4;

interface Kept {
  readonly parts: readonly ReadPart[];
  readonly setting: string;
  readonly assembly: Assembly;
}

export function assemblyMemo(): AssemblyMemo {
  const units = new Map<string, readonly Kept[]>();
  return {
    of: (parts, setting, make) => {
      const name = parts[0]?.claim.unit ?? '';
      const kept = units.get(name) ?? [];
      const found = kept.find((one) => one.setting === setting && areSame(one.parts, parts)) ?? { parts, setting, assembly: make() };
      units.set(name, [found, ...kept.filter((one) => one !== found)].slice(0, KEPT_OF_A_UNIT));
      return found.assembly;
    },
  };
}

/** A file that did not change is read once: its part is the very same. */
function areSame(some: readonly ReadPart[], others: readonly ReadPart[]): boolean {
  return (
    some.length === others.length &&
    some.every((one, at) => one.part === others[at]?.part && one.path === others[at]?.path && one.claim.role === others[at]?.claim.role)
  );
}
