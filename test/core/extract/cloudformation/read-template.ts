import { cloudFormation } from '../../../../src/core/extract/cloudformation/index.ts';
import { DEFAULT_SETTINGS } from '../../../../src/core/settings/default-settings.ts';
import type { Asset, Facts } from '../../../../src/model/asset.ts';
import type { Location } from '../../../../src/model/source.ts';

const noGrammar = (): never => {
  throw new TypeError('templates need no grammar');
};

/** What a template declares, and what of its text stands at a place. */
export function readTemplate(text: string, path = 'stack.yaml') {
  const { part, problems } = cloudFormation.read({ path, text, size: text.length }, '', noGrammar);
  const assembly = part && cloudFormation.assemble(path, [{ path, role: '', part }], DEFAULT_SETTINGS);
  const assets = assembly?.assets ?? [];
  return {
    isTemplate: part !== null,
    assets,
    edges: assembly?.edges ?? [],
    problems,
    asset: (name: string): Asset => {
      const found = assets.find((one) => one.name === name);
      if (!found) throw new Error(`no asset ${name}`);
      return found;
    },
    textAt: ({ start, end }: Location): string => text.slice(start.offset, end.offset),
  };
}

/** Facts without their places: the value, or what stands there instead. */
export const said = ({ facts }: { readonly facts: Facts }): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(facts).map(([name, { value, unknown }]) => [name, unknown ?? value]));
