import type { Step } from './part.ts';

/** The address that a path begins with: `aws_s3_bucket.raw[0].id` → `aws_s3_bucket.raw`. */
export function addressIn(steps: readonly Step[]): string | undefined {
  const [first, second, third] = steps;
  if (typeof first !== 'string' || typeof second !== 'string' || NOT_RESOURCES.has(first)) return undefined;
  if (first === 'data') return typeof third === 'string' ? `data.${second}.${third}` : undefined;
  return `${first}.${second}`;
}

const NOT_RESOURCES: ReadonlySet<string> = new Set(['var', 'local', 'each', 'count', 'self', 'path', 'terraform']);
