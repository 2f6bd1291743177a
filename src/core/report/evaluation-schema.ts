import { z } from 'zod';
import { EVALUATION_VERSION } from '../../model/evaluation.ts';
import { ExceptionReference, ExceptionStanding } from './exception-schema.ts';

const count = z.int().nonnegative();
const optional = <T extends z.ZodType>(type: T) => type.exactOptional();

const Position = z
  .strictObject({ line: z.int().positive(), column: z.int().positive(), offset: count })
  .describe('1-based line and column, 0-based offset, all in UTF-16 units.')
  .meta({ id: 'Position' });

const Location = z
  .strictObject({ file: z.string(), start: Position, end: Position })
  .describe('A stretch of a file; the end is exclusive.')
  .meta({ id: 'Location' });

const Fact = z
  .strictObject({
    value: optional(z.json()),
    unknown: optional(z.string().describe('What sets it, where that cannot be resolved.')),
    location: Location,
    parts: optional(z.record(z.string(), Location)),
  })
  .describe('One declared property of an asset or field. Without a value it is unknown, not absent.')
  .meta({ id: 'Fact' });

const Facts = z.record(z.string(), Fact).meta({ id: 'Facts' });

const Field = z
  .strictObject({ name: z.string(), type: optional(z.string()), location: Location, extent: Location, facts: Facts })
  .describe('A part of an asset with a name and a type.')
  .meta({ id: 'Field' });

const AssetKind = z
  .enum([
    ...(['table', 'view', 'model', 'source', 'seed', 'snapshot', 'exposure', 'topic', 'schema', 'message', 'enum', 'service'] as const),
    ...([
      'endpoint',
      'bucket',
      'database',
      'namespace',
      'warehouse',
      'cluster',
      'job',
      'pipeline',
      'dataset',
      'catalog',
      'task',
      'stream',
      'stage',
    ] as const),
    ...(['share', 'integration', 'role', 'grant', 'tag', 'policy', 'contract', 'group', 'resource'] as const),
  ])
  .meta({ id: 'AssetKind' });

const Asset = z
  .strictObject({
    id: z.string().describe('Stable across commits: `<family>:<name>`.'),
    kind: AssetKind,
    name: z.string(),
    platform: z.string(),
    file: z.string(),
    location: Location,
    extent: Location,
    facts: Facts,
    fields: z.array(Field),
    aliases: optional(z.array(z.string()).describe('Other names under which data systems know it: `relation:crm.contacts`.')),
    files: z.array(z.string()).describe('All files that say something about the asset.'),
    partial: optional(z.boolean().describe('The text names only some of the fields.')),
  })
  .describe('A governed thing that a file declares.')
  .meta({ id: 'Asset' });

const ChangeKind = z.enum(['added', 'removed', 'changed']).meta({ id: 'ChangeKind' });

const FieldChange = z
  .strictObject({
    name: z.string(),
    kind: ChangeKind,
    before: optional(z.json()),
    after: optional(z.json()),
    location: Location,
    renamedTo: optional(z.string()),
    renamedFrom: optional(z.string()),
    of: optional(z.string()),
  })
  .meta({ id: 'FieldChange' });

const FactChange = z
  .strictObject({ name: z.string(), before: optional(z.json()), after: optional(z.json()), location: Location })
  .meta({ id: 'FactChange' });

const Difference = z
  .strictObject({
    kind: z.enum([
      ...(['removed', 'added', 'renamed', 'renumbered', 'moved', 'type-narrowed', 'type-widened', 'type-changed'] as const),
      ...(['newly-required', 'no-longer-required', 'value-removed', 'value-added', 'value-renumbered'] as const),
      ...(['default-removed', 'default-added', 'default-changed', 'constraint-tightened', 'constraint-loosened'] as const),
      ...(['constraint-changed', 'option-changed', 'deprecated', 'documentation-changed'] as const),
    ]),
    asset: z.string(),
    path: optional(z.string().describe('The part it is about, dotted.')),
    before: optional(z.json()),
    after: optional(z.json()),
    breaks: z.array(z.enum(['backward', 'forward', 'clients', 'wire', 'wire-json', 'source'])),
    unknown: optional(z.string()),
    message: z.string(),
    location: Location,
  })
  .describe("One way in which a declaration differs, by its format's own rules.")
  .meta({ id: 'Difference' });

const AssetChange = z
  .strictObject({
    asset: z.string(),
    name: z.string(),
    kind: ChangeKind,
    assetKind: AssetKind,
    platform: z.string(),
    file: z.string(),
    location: Location,
    fields: z.array(FieldChange),
    facts: z.array(FactChange),
    renamedTo: optional(z.string()),
    renamedFrom: optional(z.string()),
    declared: optional(z.boolean().describe('A statement of the head orders the change.')),
    of: optional(z.string().describe('Which declaration changed, where an asset has several.')),
    differences: optional(z.array(Difference)),
    rules: optional(z.enum(['whole', 'part']).describe('Whether the differences tell all there is about compatibility.')),
  })
  .describe('The same asset before and after.')
  .meta({ id: 'AssetChange' });

const LineageEnd = z.strictObject({ asset: z.string(), field: optional(z.string()) }).meta({ id: 'LineageEnd' });

const Lineage = z
  .strictObject({
    nodes: z.array(z.strictObject({ id: z.string(), name: z.string(), assets: z.array(z.string()) }).meta({ id: 'LineageNode' })),
    edges: z.array(
      z
        .strictObject({
          from: LineageEnd,
          to: LineageEnd,
          location: Location,
          by: optional(z.string().describe('The asset that moves the data, where it is neither end.')),
          how: optional(z.enum(['same', 'computed'])),
        })
        .meta({ id: 'LineageEdge' }),
    ),
    partial: z.boolean().describe('A limit left something out, or a file was not read.'),
  })
  .describe('What flows into and out of the assets. The ends of edges are ids of nodes.')
  .meta({ id: 'Lineage' });

const LineRange = z.strictObject({ first: z.int().positive(), last: z.int().positive() }).meta({ id: 'LineRange' });

const ChangedFile = z
  .strictObject({
    path: z.string(),
    basePath: z.string(),
    status: z.enum(['added', 'removed', 'modified', 'renamed']),
    changedLines: z.array(LineRange),
    shownLines: z.array(LineRange),
  })
  .meta({ id: 'ChangedFile' });

const Severity = z.enum(['low', 'medium', 'high', 'critical']).meta({ id: 'Severity' });
const Phase = z.enum(['observe', 'advise', 'enforce']).meta({ id: 'Phase' });

const PolicyMetadata = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    description: z.string(),
    severity: Severity,
    phase: Phase,
    category: z.string(),
    package: z.string(),
    path: z.string(),
    library: z.string(),
    frameworks: z.array(z.string()),
    suppressible: z.enum(['never', 'with-reason', 'with-expiry', 'with-approval']),
    input: z
      .enum(['assets', 'file', 'files', 'graph', 'report', 'resources', 'services'])
      .describe('What it judges: the assets of a change, a parsed file, parsed files together, or resources as they are set.'),
    files: optional(z.array(z.string()).describe('The files that it is asked about, as CODEOWNERS patterns.')),
    page: optional(z.string()),
    digest: optional(z.string().describe('Names its text.')),
    aliases: optional(z.array(z.string()).describe('What other tools call it, in comments of theirs that suppress.')),
  })
  .meta({ id: 'Policy' });

const Assignee = z
  .strictObject({ name: z.string(), kind: z.enum(['user', 'team', 'email', 'name']), why: z.string(), location: optional(Location) })
  .describe('Who answers, and why them.')
  .meta({ id: 'Assignee' });

const Patch = z
  .strictObject({ file: z.string(), edits: z.array(z.strictObject({ location: Location, text: z.string() })), title: z.string() })
  .meta({ id: 'Patch' });

const Finding = z
  .strictObject({
    policy: z.string(),
    title: z.string(),
    severity: Severity,
    rule: z.enum(['deny', 'undecided']),
    asset: z.string().nullable(),
    assetName: z.string().nullable(),
    field: z.string().nullable(),
    message: z.string(),
    file: z.string(),
    location: Location,
    onChangedLine: z.boolean(),
    phase: Phase,
    disposition: z.enum(['new', 'existing', 'fixed', 'excepted', 'suppressed', 'baselined']),
    exception: optional(ExceptionReference),
    fingerprint: z
      .string()
      .regex(/^[0-9a-f]{16}$/)
      .describe('The identity of the finding across commits.'),
    known: z.array(z.strictObject({ text: z.string(), location: optional(Location) })).describe('How we know.'),
    owners: z.array(Assignee),
    remediation: z.strictObject({
      text: optional(z.string()),
      page: optional(z.string()),
      patch: optional(Patch),
      together: optional(z.strictObject({ patch: Patch, with: z.array(z.string()) })),
    }),
  })
  .describe("A policy's statement about an asset or field, at a location.")
  .meta({ id: 'Finding' });

const Problem = z
  .strictObject({
    code: z.string(),
    message: z.string(),
    location: Location,
    undecided: optional(z.boolean().describe('Something went unjudged.')),
  })
  .describe('Trouble that a user can fix and that is no finding.')
  .meta({ id: 'Problem' });

const Decision = z
  .strictObject({
    conclusion: z.enum(['success', 'neutral', 'failure']),
    title: z.string(),
    counts: z.strictObject({
      blocks: count,
      consider: count,
      watched: count,
      existing: count,
      fixed: count,
      excepted: count,
      suppressed: count,
      baselined: count,
      undecided: count,
    }),
  })
  .meta({ id: 'Decision' });

const Revision = z.strictObject({ commit: z.string().nullable(), name: z.string() }).meta({ id: 'Revision' });

/** The Evaluation as a schema, for those who read it from outside. Its type is the one of the model. */
export const EvaluationSchema = z.strictObject({
  version: z.literal(EVALUATION_VERSION),
  base: Revision.nullable(),
  head: Revision,
  libraries: z.array(z.strictObject({ name: z.string(), version: z.string(), digest: z.string() })),
  policies: z.array(PolicyMetadata),
  files: z.array(ChangedFile),
  coverage: z.strictObject({ files: count, governed: count, unread: count }),
  assets: z.array(Asset),
  changes: z.array(AssetChange),
  lineage: Lineage,
  findings: z.array(Finding),
  exceptions: z.array(ExceptionStanding).describe('Those of the side that governs.'),
  problems: z.array(Problem),
  decision: Decision,
  validUntil: optional(z.string().describe('The last day on which the decision holds.')),
});

/** The JSON Schema (2020-12) that is published beside this file. */
export function evaluationJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(EvaluationSchema);
  return {
    $schema,
    title: 'Evaluation',
    description: 'The record of a judgement, as `tollgate check --format json` prints it.',
    ...schema,
  };
}
