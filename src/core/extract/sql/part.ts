import type { AssetKind, Facts, Field } from '../../../model/asset.ts';
import type { Location } from '../../../model/source.ts';
import type { StatementFlow } from '../../flow/model.ts';
import type { Dialect } from '../../sql/dialect.ts';
import type { Name } from '../../sql/names.ts';

/** What a statement does to the thing it names. Plain JSON: it is kept between runs. */
export type Step =
  | {
      readonly do: 'declare';
      readonly fields: readonly Field[];
      readonly facts: Facts;
      readonly partial: boolean;
      readonly replace: boolean;
      /** The table whose columns it takes over; `whole`: with all that is said of them. */
      readonly like?: { readonly name: Name; readonly whole: boolean };
    }
  | { readonly do: 'add-field'; readonly field: Field }
  | { readonly do: 'drop-field'; readonly name: string; readonly location: Location }
  | { readonly do: 'rename-field'; readonly name: string; readonly to: string; readonly location: Location }
  | {
      readonly do: 'change-field';
      readonly name: string;
      readonly location: Location;
      readonly type?: string;
      readonly facts: Facts;
      readonly unset: readonly string[];
    }
  | { readonly do: 'set'; readonly facts: Facts; readonly unset: readonly string[] }
  | { readonly do: 'rename' | 'swap'; readonly to: Name }
  | { readonly do: 'undrop' }
  | { readonly do: 'drop'; readonly cascade: boolean }
  | { readonly do: 'truncate'; readonly cascade: boolean }
  | { readonly do: 'grant' | 'revoke'; readonly grants: readonly Grant[] }
  | {
      readonly do: 'mask-tag';
      readonly policy: string;
      readonly location: Location;
      /** The place whose tables it masks, and the value that the tag must have; missing means all. */
      readonly scope?: string;
      readonly value?: string;
    };

export interface Grant {
  readonly to: string;
  readonly privileges: readonly string[];
  readonly on: string;
  readonly option: boolean;
  readonly location: Location;
}

/** A statement as it was read: what it is about, and its steps in order. */
export interface Declared {
  readonly kind: AssetKind;
  /** The word of the statement: TABLE, VIEW, SCHEMA, WAREHOUSE … */
  readonly object: string;
  readonly name: Name;
  readonly extent: Location;
  readonly steps: readonly Step[];
  /** The text of a statement that masks, in one line. */
  readonly said?: string;
}

/** What one statement moves: from the relations it reads into those it fills. */
export type SqlFlow = Pick<StatementFlow, 'kind' | 'writes' | 'reads' | 'items'>;

/** What one file says, in order. */
export interface SqlPart {
  readonly dialect: Dialect;
  readonly statements: readonly Declared[];
  readonly flows: readonly SqlFlow[];
}
