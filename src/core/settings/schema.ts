import { z } from 'zod';
import { FILE_FORMATS } from '../file-formats.ts';

const Phase = z.enum(['observe', 'advise', 'enforce']);
const strings = z.union([z.string(), z.array(z.string())]).transform((value) => (typeof value === 'string' ? [value] : value));

/** One level of `not` is enough to say what people mean, and keeps the schema finite. */
const Conditions = {
  environment: strings.optional(),
  classification: strings.optional(),
  use_case: strings.optional(),
  paths: strings.optional(),
  labels: strings.optional(),
  teams: strings.optional(),
  surface: strings.optional(),
};
const Condition = z.strictObject({ ...Conditions, not: z.strictObject(Conditions).optional() });

const PhaseSetting = z.union([
  Phase,
  z.strictObject({ phase: Phase, when: Condition.optional(), otherwise: Phase.optional(), overridable: z.boolean().optional() }),
]);

const TagOwner = z.union([z.string(), z.strictObject({ team: z.string(), slack: z.string().optional(), email: z.string().optional() })]);

const Import = z.strictObject({
  tool: z.string().optional(),
  files: strings.optional(),
  phase: Phase.optional(),
  severity: z.record(z.string(), z.enum(['low', 'medium', 'high', 'critical'])).optional(),
  suppressible: z.enum(['never', 'with-reason', 'with-expiry', 'with-approval']).optional(),
});

/** `.github/tollgate.yml` as people write it. Every key is optional; an unknown one is an error. */
export const SettingsFile = z.strictObject({
  extends: strings.optional(),
  signatures: z.record(z.string(), strings).optional(),
  locked: strings.optional(),
  policies: z.string().optional(),
  environments: z.array(z.strictObject({ name: z.string(), branches: strings.optional(), paths: strings.optional() })).optional(),
  use_cases: z.array(z.strictObject({ name: z.string(), paths: strings.optional(), tags: strings.optional() })).optional(),
  phases: z.record(z.string(), PhaseSetting).optional(),
  parameters: z.record(z.string(), z.json()).optional(),
  classification: z.strictObject({ ladder: z.array(z.string()).optional(), aliases: z.record(z.string(), strings).optional() }).optional(),
  owners: z.strictObject({ tags: z.record(z.string(), TagOwner).optional() }).optional(),
  exceptions: z
    .strictObject({
      approvers: strings.optional(),
      quota: z.strictObject({ per: z.enum(['month', 'quarter', 'year']).optional(), policy: z.int().nonnegative() }).optional(),
    })
    .optional(),
  weigh: z.enum(['new', 'touched']).optional(),
  imports: z.record(z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'a name of small letters, digits and dashes'), Import).optional(),
  sql: z.strictObject({ dialects: z.array(z.strictObject({ paths: strings, dialect: z.string() })).optional() }).optional(),
  packs: z.record(z.string(), z.strictObject({ files: strings.optional(), together: z.boolean().optional() })).optional(),
  formats: z.array(z.strictObject({ paths: strings, format: z.enum(FILE_FORMATS) })).optional(),
  data: strings.optional(),
  ignore: strings.optional(),
});

export type SettingsFile = z.infer<typeof SettingsFile>;
