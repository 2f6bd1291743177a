import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { TollgateError } from '../../core/errors.ts';
import type { ReportFile } from '../../core/imports/report.ts';
import { findRepository } from './find-repository.ts';

/** Reports of large repositories are larger than any file that is judged. */
const MOST_BYTES = 64_000_000;

/** A report of another tool, from wherever a build has put it, about the repository or folder that `of` is in. Error: bad-use. */
export function readReportFile(path: string, of: string): ReportFile {
  const place = resolve(path);
  const found = statSync(place, { throwIfNoEntry: false });
  if (!found?.isFile()) throw unusable(path, found ? 'it is no file' : 'it is not there');
  if (found.size > MOST_BYTES) throw unusable(path, `it is larger than ${MOST_BYTES / 1_000_000} MB`);
  const root = existsSync(of) ? (findRepository(of)?.root ?? realpathSync(of)) : resolve(of);
  const inner = relative(root, realpathSync(place)).split(sep).join('/');
  const text = decoded(path, readFileSync(place));
  return { path: inner.startsWith('..') ? place : inner, text, root: root.split(sep).join('/') };
}

function decoded(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw unusable(path, 'it is no UTF-8 text', cause);
  }
}

function unusable(path: string, why: string, cause?: unknown): TollgateError {
  return new TollgateError('bad-use', `cannot import \`${path}\`: ${why}`, {
    lines: ['do:    name a SARIF 2.1.0 file, or the output of checkov -o json'],
    cause,
  });
}
