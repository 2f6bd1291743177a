import type { SourceFile } from '../../model/source.ts';
import { isCheckovPolicy, mayBeCheckovPolicy } from '../checkov/read-policy.ts';

const LIBRARY_FILE = /\.rego$|(?:^|\/)data\.(?:json|ya?ml)$|(?:^|\/)\.manifest$|README\.md$/;

/** Whether a path is one of a case of a policy, `cases/<case>/{before,after}/…`: what stands there is judged, and judges nothing. */
export const isCaseFile = (path: string): boolean => CASE_FILE.test(path);

const CASE_FILE = /(?:^|\/)cases\/[^/]+\/(?:expected\.ya?ml$|(?:before|after)\/)/;

/** Whether a path may be one of a library: the rest is not read. */
export const mayBeLibraryFile = (path: string): boolean => !isCaseFile(path) && (LIBRARY_FILE.test(path) || mayBeCheckovPolicy(path));

/** Whether a file is one that judges or is shown with what judges. */
export const isLibraryFile = (file: SourceFile): boolean =>
  !isCaseFile(file.path) && (LIBRARY_FILE.test(file.path) || isCheckovPolicy(file));

/** What a library may hold at most. */
export const MOST_FILES = 5000;
export const MOST_BYTES = 32 * 1024 * 1024;

/** Whether a file of this path belongs to what is pinned. */
export const isPinnedFile = (path: string): boolean => path === 'library.yml' || mayBeLibraryFile(path);
