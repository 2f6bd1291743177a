import type { RegulaRule } from './regula-rule.ts';

/** One rule for Regula as the entry module asks it. */
export interface AskedRule {
  readonly id: string;
  readonly title: string;
  readonly package: string;
  readonly rule: RegulaRule;
}

/**
 * Rules that tell what such a rule finds: `resource` is the id of the resource, empty where one is missing. One that neither allows nor
 * denies a resource of its type cannot tell. Source: Regula, docs/development/writing-rules, "Simple rules", "Advanced rules".
 */
export function regulaStatements({ id, title, package: name, rule }: AskedRule): readonly string[] {
  const views = rule.views.map((view) => JSON.stringify(view)).join(', ');
  if (views === '') return [];
  const statement = (kind: string, message: string): string =>
    `statements contains {"policy": ${JSON.stringify(id)}, "rule": "${kind}", "value": {"resource": resource_id, "msg": ${message}}} if {\n\tinput._input_type in {${views}}`;
  const whole = `\n\tsome judgement in data.${name}.policy\n\tjudgement.valid != true\n\tresource_id := object.get(judgement, "id", "")`;
  const shown = JSON.stringify(title);
  if (rule.seesAll) return [`${statement('deny', `told(judgement, ${shown})`)}${whole}\n}`, TOLD];
  const each = `\n\tsome resource_id, resource in input.resources\n\tresource._type == data.${name}.resource_type`;
  const answers = (of: string): string => `[answer | answer := data.${name}.${of} with input as resource]`;
  if (rule.denies === 'set')
    return [`${statement('deny', `told(info, ${shown})`)}${each}\n\tsome infos in ${answers('deny')}\n\tsome info in infos\n}`, TOLD];
  return [
    ...(rule.allows ? [`${statement('deny', shown)}${each}\n\t${answers('allow')} == [false]\n}`] : []),
    ...(rule.allows && rule.denies === null ? [`${statement('undecided', UNTOLD)}${each}\n\t${answers('allow')} == []\n}`] : []),
    ...(rule.denies === 'boolean' ? [`${statement('deny', shown)}${each}\n\t${answers('deny')} == [true]\n}`] : []),
  ];
}

const UNTOLD = '"the rule neither allows nor denies this resource"';

const TOLD = `told(info, title) := info if {
	is_string(info)
	info != ""
} else := info.message if {
	is_string(info.message)
	info.message != ""
} else := title`;
