/** The library that Tollgate's own rules are said to be of. */
export const OWN_LIBRARY = 'tollgate';
