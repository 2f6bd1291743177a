import type { Placed, Scope } from './scope.ts';

/** Longer chains of names are not followed. */
const MAX_STEPS = 20;

/** The expression that a name of the folder stands for (`local.policy`), or the expression itself. */
export function definedBy(placed: Placed, scope: Scope): Placed {
  let found = placed;
  for (let step = 0; step < MAX_STEPS; step++) {
    const next = nextOf(found, scope);
    if (!next) return found;
    found = next;
  }
  return found;
}

function nextOf({ expression, file, scope: own }: Placed, outer: Scope): Placed | undefined {
  const scope = own ?? outer;
  if (expression.is === 'template') {
    const [only, ...others] = expression.parts;
    return only && only.is !== 'literal' && others.length === 0 ? { expression: only, file, scope } : undefined;
  }
  if (expression.is !== 'path') return undefined;
  const [root, name, output] = expression.steps.filter((one) => typeof one === 'string');
  if (root === 'module') return fromModule(scope.modules.get(name ?? ''), output);
  if (name === undefined || expression.steps.length !== 2) return undefined;
  const next = root === 'local' ? scope.locals.get(name) : root === 'var' ? scope.variables.get(name) : undefined;
  return next && { scope, ...next };
}

function fromModule(module: Scope | undefined, output: string | undefined): Placed | undefined {
  const found = output === undefined ? undefined : module?.outputs.get(output);
  return found && module && { ...found, scope: module };
}
