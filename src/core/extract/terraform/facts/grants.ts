import type { Facts } from '../../../../model/asset.ts';
import type { Json } from '../../../../model/json.ts';
import type { Location } from '../../../../model/source.ts';
import { isList, type Told } from '../told.ts';

/** One grant as a resource writes it. */
export interface WrittenGrant {
  readonly to: Told | undefined;
  readonly privileges: readonly (Told | undefined)[];
  readonly on: string;
  readonly option?: boolean;
  readonly location: Location;
}

/** Grants as policies read them. Whom or what cannot be told leaves its grant out, and names it as unknown. */
export function grantsFact(written: readonly WrittenGrant[]): Facts {
  const told = written.map((grant) => ({ grant, to: grant.to?.value, privileges: grant.privileges.flatMap(textsIn) }));
  const known = told.filter(({ to, privileges }) => typeof to === 'string' && privileges.length > 0);
  const unknown = written.flatMap((grant) => [grant.to, ...grant.privileges]).find((one) => one?.unknown !== undefined)?.unknown;
  const [first] = written;
  if (!first || (known.length === 0 && unknown === undefined)) return {};
  const value: Json = known.map(({ grant, to, privileges }) => ({
    to: String(to),
    privileges,
    on: grant.on,
    ...(grant.option === undefined ? {} : { option: grant.option }),
  }));
  return {
    grants: {
      ...(known.length > 0 ? { value } : {}),
      ...(unknown === undefined ? {} : { unknown }),
      location: first.location,
      parts: Object.fromEntries(known.map(({ grant }, index) => [String(index), grant.location])),
    },
  };
}

function textsIn(told: Told | undefined): readonly string[] {
  if (typeof told?.value === 'string') return [told.value];
  return isList(told?.value) ? told.value.filter((one) => typeof one === 'string') : [];
}
