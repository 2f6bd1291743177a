const BASE = /^([a-z][a-z\d+.-]*:)?(\/\/[^/?#]*)?([^?#]*)(\?[^#]*)?/i;

/** The address that a reference means, seen from another. Source: RFC 3986, section 5.2, without the query of the base. */
export function resolveUri(reference: string, base: string): string {
  if (/^[a-z][a-z\d+.-]*:/i.test(reference)) return reference;
  const [, scheme = '', authority = '', path = '', query = ''] = BASE.exec(base) ?? [];
  if (reference === '' || reference.startsWith('#')) return `${scheme}${authority}${path}${query}${reference}`;
  if (reference.startsWith('//')) return `${scheme}${reference}`;
  const [, own = '', rest = ''] = /^([^?#]*)(.*)$/s.exec(reference) ?? [];
  if (own === '') return `${scheme}${authority}${path}${reference}`;
  const merged = own.startsWith('/') ? own : `${authority !== '' && path === '' ? '/' : path.slice(0, path.lastIndexOf('/') + 1)}${own}`;
  return `${scheme}${authority}${withoutDots(merged)}${rest}`;
}

function withoutDots(path: string): string {
  const kept: string[] = [];
  const steps = path.split('/');
  for (const [at, step] of steps.entries()) {
    const isLast = at === steps.length - 1;
    if (step === '..' && kept.length > 1) kept.pop();
    else if (step !== '.' && step !== '..') kept.push(step);
    if (isLast && (step === '.' || step === '..')) kept.push('');
  }
  return kept.join('/');
}
