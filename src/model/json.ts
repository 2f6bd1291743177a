/** Whatever JSON can say. Documents that cross a process or are stored hold nothing else. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
