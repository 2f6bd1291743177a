import type { Checkout } from '../core/ports.ts';
import type { ReadableTree, Unreadable } from '../model/change-set.ts';
import type { SourceFile } from '../model/source.ts';

/**
 * A checkout that holds more files, on both sides alike: what a build has made of the head sharpens what is known of both, and is no
 * change by itself. Settings, policies and owners still come from what Git holds.
 */
export function withFiles(checkout: Checkout, files: readonly (SourceFile | Unreadable)[]): Checkout {
  if (files.length === 0) return checkout;
  const { base, head } = checkout;
  return { ...checkout, head: laidOver(head, files), base: base && laidOver(base, files) };
}

/** A checkout whose head holds other texts of these files: what a change of them would make of it. */
export function withHeadFiles(checkout: Checkout, files: readonly SourceFile[]): Checkout {
  return { ...checkout, head: laidOver(checkout.head, files) };
}

/** A checkout whose governing side holds other texts of these files: what would judge then. */
export function withGoverningFiles(checkout: Checkout, files: readonly SourceFile[]): Checkout {
  return { ...checkout, governing: laidOver(checkout.governing, files) };
}

function laidOver(tree: ReadableTree, files: readonly (SourceFile | Unreadable)[]): ReadableTree {
  const more = new Map(files.map((file) => [file.path, file]));
  const digestOf = (file: SourceFile | Unreadable | undefined): string | undefined => (file && 'digest' in file ? file.digest : undefined);
  return {
    paths: [...more.keys()].every(tree.has) ? tree.paths : [...new Set([...tree.paths, ...more.keys()])].sort(),
    content: {},
    has: (path) => more.has(path) || tree.has(path),
    nearest: (path, name) => tree.nearest(path, name),
    digest: (path) => (more.has(path) ? digestOf(more.get(path)) : tree.digest(path)),
    read: async (paths) => [
      ...(await tree.read(paths.filter((path) => !more.has(path)))),
      ...paths.flatMap((path) => more.get(path) ?? []),
    ],
  };
}
