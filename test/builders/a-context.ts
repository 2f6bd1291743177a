import type { ReportContext } from '../../src/core/plug-ins.ts';

/** What a reporter gets besides the evaluation: the texts of head and base by path. */
export function aContext(
  texts: Readonly<Record<string, string>> = {},
  baseTexts: Readonly<Record<string, string>> = {},
  overrides: Partial<ReportContext> = {},
): ReportContext {
  return {
    text: (path) => (Object.hasOwn(texts, path) ? texts[path] : undefined),
    baseText: (path) => (Object.hasOwn(baseTexts, path) ? baseTexts[path] : undefined),
    color: false,
    command: 'tollgate',
    ...overrides,
  };
}
