import { z } from 'zod';

/** A key that tools leave out or set to null: the same. */
export const maybe = <Shape extends z.ZodType>(shape: Shape) => shape.nullish().transform((value) => value ?? undefined);

/** What is read of SARIF 2.1.0; other keys are not looked at. */
const whole = maybe(z.int());
const words = maybe(z.string());
const atLeast1 = maybe(z.int().min(1));
const Message = z.object({ text: words, markdown: words, id: words, arguments: maybe(z.array(z.string())) });
const Texts = maybe(z.record(z.string(), z.object({ text: words })));
const Artifact = z.object({ uri: words, uriBaseId: words, index: whole });
const Region = z.object({
  startLine: atLeast1,
  startColumn: atLeast1,
  endLine: atLeast1,
  endColumn: atLeast1,
  charOffset: whole,
  charLength: whole,
});
const LocationShape = z.object({
  physicalLocation: maybe(z.object({ artifactLocation: maybe(Artifact), region: maybe(Region) })),
  logicalLocations: maybe(z.array(z.object({ name: words, fullyQualifiedName: words }))),
});
const Level = maybe(z.enum(['none', 'note', 'warning', 'error']));

export const Rule = z.object({
  id: z.string(),
  name: words,
  shortDescription: maybe(z.object({ text: words })),
  fullDescription: maybe(z.object({ text: words })),
  helpUri: words,
  messageStrings: Texts,
  defaultConfiguration: maybe(z.object({ level: Level })),
  properties: maybe(z.object({ 'security-severity': maybe(z.union([z.string(), z.number()])) })),
});

export const Component = z.object({
  name: z.string().min(1),
  version: words,
  semanticVersion: words,
  rules: maybe(z.array(Rule)),
  globalMessageStrings: Texts,
});

const Notification = z.object({ level: Level, message: maybe(Message), locations: maybe(z.array(LocationShape)) });

/** A run without its results, which are read one by one. */
export const Run = z.object({
  tool: z.object({ driver: Component, extensions: maybe(z.array(Component)) }),
  results: maybe(z.array(z.unknown())),
  columnKind: words,
  originalUriBaseIds: maybe(z.record(z.string(), z.object({ uri: words, uriBaseId: words }))),
  artifacts: maybe(z.array(z.object({ location: maybe(Artifact) }))),
  invocations: maybe(
    z.array(z.object({ executionSuccessful: maybe(z.boolean()), toolExecutionNotifications: maybe(z.array(Notification)) })),
  ),
});

export const Result = z.object({
  ruleId: words,
  ruleIndex: whole,
  rule: maybe(z.object({ id: words, index: whole, toolComponent: maybe(z.object({ index: whole })) })),
  kind: maybe(z.enum(['notApplicable', 'pass', 'fail', 'review', 'open', 'informational'])),
  level: Level,
  message: Message,
  locations: maybe(z.array(LocationShape)),
  fingerprints: maybe(z.record(z.string(), z.string())),
  partialFingerprints: maybe(z.record(z.string(), z.string())),
  baselineState: maybe(z.enum(['new', 'unchanged', 'updated', 'absent'])),
  suppressions: maybe(z.array(z.object({ status: words, justification: words }))),
  properties: maybe(z.object({ 'security-severity': maybe(z.union([z.string(), z.number()])) })),
});

export type Rule = z.infer<typeof Rule>;
export type Component = z.infer<typeof Component>;
export type Run = z.infer<typeof Run>;
export type Result = z.infer<typeof Result>;
