import type {
  Environment,
  ImportSetting,
  PackSetting,
  PhaseCondition,
  PhaseSetting,
  Settings,
  TagOwner,
  UseCase,
} from '../../model/settings.ts';
import { DEFAULT_SETTINGS } from './default-settings.ts';
import type { SettingsFile } from './schema.ts';

/** What a settings file means, with everything that it leaves out. */
export function withDefaults(file: SettingsFile): Settings {
  return {
    ...toSharing(file),
    ...(file.policies === undefined ? {} : { policies: file.policies }),
    environments: (file.environments ?? []).map(toEnvironment),
    useCases: (file.use_cases ?? []).map(toUseCase),
    phases: mapValues(file.phases ?? {}, toPhase),
    parameters: file.parameters ?? {},
    classification: { ...DEFAULT_SETTINGS.classification, ...defined(file.classification ?? {}) },
    owners: Object.entries(file.owners?.tags ?? {}).map(toTagOwner),
    exceptions: toExceptions(file.exceptions),
    weigh: file.weigh ?? DEFAULT_SETTINGS.weigh,
    imports: Object.entries(file.imports ?? {}).map(toImport),
    sql: { dialects: file.sql?.dialects ?? [] },
    ...packSettings(file),
    ignore: file.ignore ?? [],
  };
}

function toSharing(file: SettingsFile): Pick<Settings, 'extends' | 'signatures' | 'locked'> {
  return { extends: file.extends ?? DEFAULT_SETTINGS.extends, signatures: file.signatures ?? {}, locked: file.locked ?? [] };
}

function toImport([prefix, written]: [string, Written<SettingsFile['imports']>[string]]): ImportSetting {
  const { tool, files, phase, severity, suppressible } = written;
  return {
    prefix,
    ...defined({ tool }),
    files: files ?? [],
    phase: phase ?? 'advise',
    severity: severity ?? {},
    suppressible: suppressible ?? 'with-reason',
  };
}

const packSettings = ({ packs, formats, data }: SettingsFile): Pick<Settings, 'packs' | 'formats' | 'data'> =>
  defined({ packs: packs && Object.entries(packs).map(toPack), formats, data });

const toPack = ([name, { files, together }]: [string, Written<SettingsFile['packs']>[string]]): PackSetting => ({
  name,
  ...defined({ files, together }),
});

function toEnvironment({ name, branches, paths }: Written<SettingsFile['environments']>[number]): Environment {
  return { name, branches: branches ?? [], paths: paths ?? [] };
}

type Written<T> = Exclude<T, undefined>;

function toPhase(written: Written<SettingsFile['phases']>[string]): PhaseSetting {
  if (typeof written === 'string') return { phase: written, overridable: true };
  const { phase, when, otherwise, overridable } = written;
  return { phase, overridable: overridable ?? true, ...defined({ when: when && toCondition(when), otherwise }) };
}

type WrittenCondition = Written<Exclude<Written<SettingsFile['phases']>[string], string>['when']>;

function toCondition({ use_case: useCase, not, teams, ...rest }: WrittenCondition): PhaseCondition {
  return defined({ ...rest, useCase, teams: teams?.map(teamName), not: not && toCondition(not) });
}

/** `@acme/data` and `acme/data` are the same team. */
const teamName = (team: string): string => team.replace(/^@/, '');

function toUseCase({ name, paths, tags }: Written<SettingsFile['use_cases']>[number]): UseCase {
  return { name, paths: paths ?? [], tags: tags ?? [] };
}

function toExceptions(written: SettingsFile['exceptions']): Settings['exceptions'] {
  const { quota } = DEFAULT_SETTINGS.exceptions;
  return { approvers: written?.approvers ?? [], quota: { ...quota, ...defined(written?.quota ?? {}) } };
}

function toTagOwner([name, written]: [string, Written<Written<SettingsFile['owners']>['tags']>[string]]): TagOwner {
  const [tag = name, value] = name.split('=', 2);
  const owner = typeof written === 'string' ? { team: written } : written;
  return { tag, team: owner.team, ...defined({ value, slack: owner.slack, email: owner.email }) };
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

function defined<T extends object>(value: T): Partial<Defined<T>> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Partial<Defined<T>>;
}

function mapValues<T, U>(values: Readonly<Record<string, T>>, change: (value: T) => U): Readonly<Record<string, U>> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}
