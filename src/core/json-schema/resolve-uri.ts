const BASE = /^([a-z][a-z\d+.-]*:)?(\/\/[^/?#]*)?([^?#]*)(\?[^#]*)?/i;

interface Address {
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
  readonly query: string;
}

function addressOf(text: string): Address {
  const [, scheme = '', authority = '', path = '', query = ''] = BASE.exec(text) ?? [];
  return { scheme, authority, path, query };
}

/** The address that a reference means, seen from another. Source: RFC 3986, section 5.2. */
export function resolveUri(reference: string, base: string): string {
  if (/^[a-z][a-z\d+.-]*:/i.test(reference)) return reference;
  const { scheme, authority, path, query } = addressOf(base);
  if (reference.startsWith('//')) return `${scheme}${reference}`;
  const own = addressOf(reference).path;
  const rest = reference.slice(own.length);
  if (own === '') return `${scheme}${authority}${path}${rest.startsWith('?') ? '' : query}${rest}`;
  const folder = authority !== '' && path === '' ? '/' : path.slice(0, path.lastIndexOf('/') + 1);
  return `${scheme}${authority}${withoutDots(own.startsWith('/') ? own : `${folder}${own}`)}${rest}`;
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
