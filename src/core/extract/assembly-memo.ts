import type { Assembly } from '../plug-ins.ts';
import type { UnitParts } from './assemble-units.ts';

/** Keeps what units declare while their files stay the same: of two commits most units are. */
export interface AssemblyMemo {
  /** The assembly of these very parts; made where it is not there. `setting` names all else that it depends on. */
  of(unit: UnitParts, setting: string, make: () => Promise<Assembly>): Promise<Assembly>;
}

/** Both sides of the change that is judged, and of the one before. */
const KEPT_OF_A_UNIT = 4;

interface Kept {
  readonly parts: UnitParts;
  readonly setting: string;
  readonly assembly: Promise<Assembly>;
}

export function assemblyMemo(): AssemblyMemo {
  const units = new Map<string, readonly Kept[]>();
  return {
    of: (parts, setting, make) => {
      const name = parts[0].claim.unit;
      const kept = units.get(name) ?? [];
      const found = kept.find((one) => one.setting === setting && areSame(one.parts, parts)) ?? { parts, setting, assembly: make() };
      units.set(name, [found, ...kept.filter((one) => one !== found)].slice(0, KEPT_OF_A_UNIT));
      // What could not be made may do better the next time.
      const forget = (): void =>
        void units.set(
          name,
          (units.get(name) ?? []).filter((one) => one !== found),
        );
      void found.assembly.then(({ problems }) => (problems.some(isPassing) ? forget() : undefined), forget);
      return found.assembly;
    },
  };
}

const isPassing = ({ code }: { readonly code: string }): boolean => code === 'unit-timeout' || code === 'unit-crash';

/** A file that did not change is read once: its part is the very same. */
function areSame(some: UnitParts, others: UnitParts): boolean {
  return (
    some.length === others.length &&
    some.every((one, at) => one.part === others[at]?.part && one.path === others[at]?.path && one.claim.role === others[at]?.claim.role)
  );
}
