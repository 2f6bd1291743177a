/** Blank space and comments before the first word. It always matches, so it never goes back. */
const BEFORE = /(?:\s+|--[^\n]*|\/\*[\s\S]*?\*\/)*/y;
const DECLARES = /(?:CREATE|ALTER|DROP|GRANT|REVOKE|COMMENT|USE|BEGIN)\b/iy;

/** Whether SQL without templates begins by declaring something. No model of dbt does: a model is a query. */
export function isPlainDeclaration(text: string): boolean {
  BEFORE.lastIndex = 0;
  BEFORE.exec(text);
  DECLARES.lastIndex = BEFORE.lastIndex;
  return DECLARES.test(text) && !/\{[{%]/.test(text);
}
