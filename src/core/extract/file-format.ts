import type { FormatRule } from '../../model/settings.ts';
import { matchesPath } from '../pattern/matches-path.ts';

/** The extractor that parses files for policies that judge them as they are. It claims no file by itself. */
export const FILE_READER = 'file';

const FORMATS: readonly (readonly [RegExp, string])[] = [
  [/\.ya?ml$/i, 'yaml'],
  [/\.(?:json|jsonc|avsc|webmanifest)$/i, 'json'],
  [/\.toml$/i, 'toml'],
  [/\.(?:tf|tofu|hcl|tfvars)$/i, 'hcl'],
  [/\.(?:ini|cfg)$/i, 'ini'],
  [/\.properties$/i, 'properties'],
  [/\.(?:xml|xsd|pom)$/i, 'xml'],
  [/(?:^|\/)\.env(?:\.[\w.-]+)?$|\.env$/i, 'dotenv'],
  [/\.(?:gitignore|dockerignore)$/i, 'ignore'],
  [/(?:^|\/)Jenkinsfile(?:\.[\w.-]+)?$|\.(?:groovy|textproto|textpb)$/i, 'unread'],
  [/\.cue$/i, 'cue'],
  [/\.cyclonedx$/i, 'cyclonedx'],
  [/\.edn$/i, 'edn'],
  [/\.jsonnet$/i, 'jsonnet'],
  [/\.hocon$/i, 'hocon'],
  [/(?:^|\/)nginx\.conf$|\.nginx$/i, 'nginx'],
  [/\.spdx$/i, 'spdx'],
  [/\.vcl$/i, 'vcl'],
  [/(?:^|\/)CODEOWNERS$/i, 'codeowners'],
  [/(?:^|\/)(?:Dockerfile|Containerfile)(?:\.[\w.-]+)?$|\.dockerfile$/i, 'dockerfile'],
];

/** The generic format of a path; undefined where a file of this name is not parsed. `rules` say otherwise of some. */
export function fileFormat(path: string, rules: readonly FormatRule[] = []): string | undefined {
  const told = rules.find(({ paths }) => paths.some((pattern) => matchesPath(pattern, path)));
  if (told) return told.format;
  return FORMATS.find(([pattern]) => pattern.test(path))?.[1];
}
