import type { Location } from './source.ts';

/** One text replacement. An insertion has an empty location. */
export interface Edit {
  readonly location: Location;
  readonly text: string;
}

/** The edits of one fix, all in one file and without overlap. */
export interface Patch {
  readonly file: string;
  readonly edits: readonly Edit[];
  /** One line for a person: what the fix does. */
  readonly title: string;
}
