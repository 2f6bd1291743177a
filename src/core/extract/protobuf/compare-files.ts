import type { Breaks, Difference } from '../../../model/difference.ts';
import { tell } from '../../compatibility/harm.ts';
import type { Span } from './part.ts';
import type { FileView } from './unit.ts';

/** Options of a file that name or shape the code made from it, with what counts where they are not set. */
const OPTIONS: ReadonlyMap<string, string> = new Map([
  ['cc_enable_arenas', 'true'],
  ['cc_generic_services', 'false'],
  ['csharp_namespace', ''],
  ['go_package', ''],
  ['java_generic_services', 'false'],
  ['java_multiple_files', 'false'],
  ['java_outer_classname', ''],
  ['java_package', ''],
  ['objc_class_prefix', ''],
  ['optimize_for', 'SPEED'],
  ['php_class_prefix', ''],
  ['php_metadata_namespace', ''],
  ['php_namespace', ''],
  ['py_generic_services', 'false'],
  ['ruby_package', ''],
  ['swift_prefix', ''],
]);

export function compareFiles(old: FileView, now: FileView): readonly Difference[] {
  return [...packageOf(old, now), ...syntaxOf(old, now), ...[...OPTIONS.keys()].flatMap((name) => optionOf(name, old, now))];
}

interface Changed {
  readonly what: string;
  readonly key: string;
  readonly sides: readonly [before: string, after: string];
  readonly at: Span | undefined;
  readonly breaks: readonly Breaks[];
}

function changed(now: FileView, { what, key, sides: [before, after], at, breaks }: Changed): readonly Difference[] {
  if (before === after) return [];
  const words = (value: string): string => (value === '' ? 'none' : value);
  return [
    {
      kind: key === 'package' ? 'renamed' : 'option-changed',
      asset: now.id,
      before: { [key]: before },
      after: { [key]: after },
      breaks,
      message: tell(`${now.key} changes ${what} from ${words(before)} to ${words(after)}`, breaks),
      location: now.place(at ?? now.file.packageAt ?? now.file.syntaxAt ?? [0, 0]),
    },
  ];
}

/** Every type of the file goes by another name: `Any`, extensions and the paths of rpcs hold that name. */
function packageOf(old: FileView, now: FileView): readonly Difference[] {
  const sides = [old.file.package, now.file.package] as const;
  const breaks: readonly Breaks[] = ['clients', 'source', 'wire', 'wire-json'];
  return changed(now, { what: 'its package', key: 'package', sides, at: now.file.packageAt, breaks });
}

function syntaxOf(old: FileView, now: FileView): readonly Difference[] {
  const sides = [old.file.syntax, now.file.syntax] as const;
  return changed(now, { what: 'its syntax', key: 'syntax', sides, at: now.file.syntaxAt, breaks: ['source'] });
}

function optionOf(name: string, old: FileView, now: FileView): readonly Difference[] {
  const [before, after] = [old, now].map(({ file }) => file.options.findLast((option) => option.name === name));
  const unset = OPTIONS.get(name) ?? '';
  const sides = [String(before?.value ?? unset), String(after?.value ?? unset)] as const;
  return changed(now, { what: `\`${name}\``, key: name, sides, at: after?.at, breaks: ['source'] });
}
