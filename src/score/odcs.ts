import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assembleUnits } from '../core/extract/assemble-units.ts';
import { EXTRACTORS } from '../core/extract/registry.ts';
import { readOne } from '../core/extract/read-one.ts';
import type { EngineAnswer } from '../core/ports.ts';
import { recognise } from '../core/recognise/recognise.ts';
import { policyInput } from '../core/evaluate/policy-input.ts';
import { DEFAULT_SETTINGS } from '../core/settings/default-settings.ts';
import type { Asset, Field } from '../model/asset.ts';
import type { Json } from '../model/json.ts';
import type { Problem } from '../model/problem.ts';
import type { ScoreContext } from './score-context.ts';
import type { ScoreRow } from './score-row.ts';
import { newTally, rowOf, tally, type Tally } from './tally.ts';

interface Property {
  readonly object: string;
  readonly name: string;
  readonly classification?: string;
  readonly required?: boolean;
  readonly primaryKey?: boolean;
  readonly tags?: readonly string[];
}

interface Contract {
  readonly case: string;
  readonly objects: readonly string[] | null;
  readonly properties: readonly Property[] | null;
  readonly valid: boolean | null;
}

interface Pair {
  readonly case: string;
  readonly contract: string;
  readonly format: string;
  readonly options: { readonly dialect?: string };
  readonly source: string;
}

/** Published contracts against what their text says, their validity, and sources that keep their contract. */
export async function scoreOdcs(context: ScoreContext): Promise<readonly ScoreRow[]> {
  const root = join(context.cases, 'odcs');
  if (!existsSync(root)) return [{ case: 'odcs', measure: 'properties', value: 'absent' }];
  return [...scoreContracts(root), ...(await scorePairs(context, root))];
}

function scoreContracts(root: string): readonly ScoreRow[] {
  const measures = { objects: newTally(), properties: newTally(), 'what is said of them': newTally(), invalid: newTally() };
  for (const one of jsonLines<Contract>(join(root, 'contracts.jsonl'))) {
    const { assets, problems } = read('odcs', one.case, readFileSync(join(root, 'contracts', one.case), 'utf8'));
    const objects = assets.filter(({ id, name }) => id.endsWith(`.${name}`));
    tally(
      measures.objects,
      (one.objects ?? []).map((name) => `${one.case} ${name}`),
      objects.map(({ name }) => `${one.case} ${name}`),
    );
    const fields = objects.flatMap((asset) => asset.fields.filter(({ name }) => !name.includes('.')).map((field) => ({ asset, field })));
    const properties = one.properties ?? [];
    tally(
      measures.properties,
      properties.map((property) => `${one.case} ${property.object}.${property.name}`),
      fields.map(({ asset, field }) => `${one.case} ${asset.name}.${field.name}`),
    );
    tally(
      measures['what is said of them'],
      properties.flatMap(saidOfProperty),
      fields.flatMap(({ asset, field }) => saidOfField(asset.name, field)),
    );
    const found = problems.some(({ code }) => code === 'odcs-invalid');
    if (one.valid !== null) tally(measures.invalid, one.valid ? [] : [one.case], found ? [one.case] : []);
  }
  return Object.entries(measures).map(([measure, into]) => rowOf('odcs', measure, into));
}

function saidOfProperty({ object, name, classification, required, primaryKey, tags }: Property): readonly string[] {
  return [
    ...(classification === undefined ? [] : [`classification ${classification}`]),
    ...(required === undefined ? [] : [`required ${required}`]),
    ...(primaryKey === true ? ['primary key'] : []),
    ...(tags ?? []).map((tag) => `tag ${tag}`),
  ].map((said) => `${object}.${name} ${said}`);
}

function saidOfField(object: string, { name, facts }: Field): readonly string[] {
  const value = (fact: string): Json | undefined => facts[fact]?.value;
  const classification = value('classification');
  return [
    ...(classification === undefined ? [] : [`classification ${String(classification)}`]),
    ...(value('required') === undefined ? [] : [`required ${String(value('required'))}`]),
    ...(value('key') === 'primary' ? ['primary key'] : []),
    ...Object.entries(value('tags') ?? {}).flatMap(([tag, told]) => (told === true ? [`tag ${tag}`] : [])),
  ].map((said) => `${object}.${name} ${said}`);
}

/** A source that keeps its contract has no finding; with one property of the contract renamed, exactly one. */
async function scorePairs({ judge }: ScoreContext, root: string): Promise<readonly ScoreRow[]> {
  if (!judge) return [{ case: 'odcs', measure: 'contracts kept', value: 'absent: policies cannot be judged' }];
  const pairs = jsonLines<Pair>(join(root, 'source_contract_pairs.jsonl')).filter(({ source }) => existsSync(join(root, source)));
  const kept = newTally();
  const broken = newTally();
  const inputs = pairs.flatMap((pair) => [inputOf(root, pair, pair.contract), inputOf(root, pair, seeded(pair.contract))]);
  const answers = await judge(inputs);
  for (const [index, pair] of pairs.entries()) {
    const [asIs, edited] = [answers[2 * index], answers[2 * index + 1]].map((answer) => drift(answer));
    tally(
      kept,
      [],
      (asIs ?? []).map((words) => `${pair.case}: ${words}`),
    );
    tally(
      broken,
      [pair.case],
      (edited ?? []).map(() => pair.case),
    );
  }
  return [
    {
      case: 'odcs',
      measure: 'contracts that are kept',
      value: `${pairs.length - new Set(kept.extra.map(caseOf)).size} of ${pairs.length} without a finding`,
      ...noteOf(kept),
    },
    rowOf('odcs', 'a seeded breach is found', broken),
  ];
}

const caseOf = (said: string): string => said.slice(0, said.indexOf(': '));
const noteOf = ({ extra }: Tally): { readonly note?: string } => (extra.length > 0 ? { note: extra.slice(0, 5).join(' | ') } : {});

function drift(answer: EngineAnswer | undefined): readonly string[] {
  const said = (answer?.statements ?? []).filter(({ policy, rule }) => policy === 'CON001' && rule === 'deny');
  return said.map(({ value }) => (typeof value === 'object' && value !== null && 'msg' in value ? String(value['msg']) : 'no words'));
}

/** The last property of the contract's first level goes by another name. */
function seeded(contract: string): string {
  const all = [...contract.matchAll(/^ {2}- name: (.+)$/gm)];
  const last = all.at(-1);
  return last ? `${contract.slice(0, last.index)}  - name: no_such_property${contract.slice(last.index + last[0].length)}` : contract;
}

function inputOf(root: string, { format, options, source }: Pair, contract: string): Json {
  const text = readFileSync(join(root, source), 'utf8');
  const assets = [...read(format, source, text, options.dialect).assets, ...read('odcs', 'contract.odcs.yaml', contract).assets];
  return policyInput(
    { event: 'cli', surface: 'cli', branch: 'main', now: '2026-01-01T00:00:00Z', labels: [] },
    recognise(assets, DEFAULT_SETTINGS),
    [],
  );
}

interface Seen {
  readonly assets: readonly Asset[];
  readonly problems: readonly Problem[];
}

function read(extractor: string, path: string, text: string, role = extractor === 'avro' ? 'always' : ''): Seen {
  const claim = { extractor, unit: `${extractor} ${path}`, role };
  const answer = readOne({ file: { path, text, size: Buffer.byteLength(text) }, claims: [claim] }, EXTRACTORS, () => {
    throw new Error('contracts need no grammar');
  });
  const parts = answer.part === null ? [] : [{ path, claim, part: answer.part }];
  return { assets: assembleUnits(parts, EXTRACTORS, DEFAULT_SETTINGS).assets, problems: answer.problems };
}

function jsonLines<T>(path: string): readonly T[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T);
}
