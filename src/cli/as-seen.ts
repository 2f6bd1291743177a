import { visible } from '../core/report/excerpt.ts';

/** Text of a repository as a terminal may show it: what would steer the terminal is written out. */
export const asSeen = (words: string): string => words.split('\n').map(visible).join('\n');
