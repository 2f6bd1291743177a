const V1_IMPORT = /^import\s+rego\.v1\b/m;

/**
 * Whether a fault is only that the file is written in the syntax before Rego v1, which packs for older versions of conftest are.
 * A file that imports `rego.v1` is v1 whatever its faults. Source: OPA, Upgrading to v1.0, Changes to Rego.
 */
export function isOlderSyntax(text: string, fault: string): boolean {
  return /`(?:if|contains)` keyword is required/.test(fault) && !V1_IMPORT.test(text);
}

/**
 * The text of a v1 file where v0 is the default: with the import that says so, which replaces an import of keywords or the empty line
 * behind the package, so that every line keeps its number; only where there is neither it takes a line of its own. The import stands
 * for those of keywords, beside which OPA refuses it.
 */
export function importRegoV1(text: string): string {
  if (V1_IMPORT.test(text)) return text;
  const lines = text.split('\n');
  const isKeywords = (line: string): boolean => /^import\s+future\.keywords\b/.test(line);
  const start = lines.findIndex((line) => /^package\s/.test(line));
  const free = lines.findIndex((line, index) => index > start && (isKeywords(line) || line.trim() === ''));
  const isFree = start >= 0 && free > start && lines.slice(start + 1, free).every((line) => /^(?:#|import\s)/.test(line));
  const told = lines.map((line, index) => (isFree && index === free ? 'import rego.v1' : isKeywords(line) ? '' : line));
  return (isFree ? told : told.toSpliced(start + 1, 0, 'import rego.v1')).join('\n');
}
