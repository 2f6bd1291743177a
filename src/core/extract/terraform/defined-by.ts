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

function nextOf({ expression, file }: Placed, scope: Scope): Placed | undefined {
  if (expression.is === 'template') {
    const [only, ...others] = expression.parts;
    return only && only.is !== 'literal' && others.length === 0 ? { expression: only, file } : undefined;
  }
  if (expression.is !== 'path' || expression.steps.length !== 2) return undefined;
  const [root, name] = expression.steps;
  if (typeof name !== 'string') return undefined;
  return root === 'local' ? scope.locals.get(name) : root === 'var' ? scope.variables.get(name) : undefined;
}
