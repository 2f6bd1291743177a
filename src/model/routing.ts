import type { Location } from './source.ts';

export type OwnerKind = 'user' | 'team' | 'email';

/** Who answers for an asset, as GitHub names them: `@user`, `@organisation/team` or an e-mail address. */
export interface Owner {
  readonly kind: OwnerKind;
  readonly name: string;
}

/** One line of CODEOWNERS. No owners means: nobody owns what it matches. */
export interface OwnershipRule {
  readonly pattern: string;
  readonly owners: readonly Owner[];
  readonly location: Location;
}

/** Someone who answers for a finding, and why them, as in `CODEOWNERS line 3` or `dbt group payments`. */
export interface Assignee {
  readonly name: string;
  readonly kind: OwnerKind | 'name';
  readonly why: string;
  readonly location?: Location;
}
