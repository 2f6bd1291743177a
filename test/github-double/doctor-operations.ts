import { asApp, inRepository, type Answer, type Call, type Operation } from './answer-request.ts';
import { headOf, type DoubleRepository, type World } from './world.ts';

/** What is asked about how a repository is set up. */
export const DOCTOR_OPERATIONS: Readonly<Record<string, Operation>> = {
  'repos/get': seen(getRepository),
  'repos/get-branch': seen(getBranch),
  'repos/get-branch-rules': seen((_, { setup }) => [200, setup?.rules ?? []]),
  'repos/codeowners-errors': seen((_, { setup }) => [200, { errors: setup?.ownerErrors ?? [] }]),
  'teams/check-permissions-for-repo-in-org': seen(teamAccess),
  'teams/get-by-name': inOrganization(getTeam),
  'apps/get-installation': { creates: false, answer: asApp(getInstallation) },
  'orgs/list-app-installations': inOrganization(listInstallations),
};

type InRepository = (call: Call, repository: DoubleRepository, world: World) => Answer;

/** Hidden from the token, where the world says so. */
function seen(answer: InRepository): Operation {
  return { creates: false, answer: inRepository((call, repository, world) => hidden(call, repository) ?? answer(call, repository, world)) };
}

/** Of the organisation that owns a repository that the token sees. */
function inOrganization(answer: InRepository): Operation {
  return {
    creates: false,
    answer: (call, world) => {
      const allowed = world.tokens.get(call.authorization.replace(/^(?:token|bearer) /i, ''));
      if (!allowed) return [401, { message: 'Bad credentials' }];
      const found = [...world.repositories.values()].find(({ id, owner }) => allowed.includes(id) && owner === call.values['org']);
      if (!found) return [404, { message: 'Not Found' }];
      return hidden(call, found) ?? answer(call, found, world);
    },
  };
}

function hidden({ operationId }: Call, { setup }: DoubleRepository): Answer | undefined {
  const status = setup?.hidden?.[operationId];
  return status && [status, { message: status === 404 ? 'Not Found' : 'Resource not accessible by personal access token' }];
}

function getRepository(_: Call, { id, owner, name, defaultBranch }: DoubleRepository): Answer {
  return [200, { id, name, full_name: `${owner}/${name}`, default_branch: defaultBranch, owner: { login: owner, type: 'Organization' } }];
}

function getBranch({ values }: Call, repository: DoubleRepository): Answer {
  const sha = headOf(repository, `refs/heads/${values['branch']}`);
  if (sha === undefined) return [404, { message: 'Branch not found' }];
  const { checks } = repository.setup ?? {};
  const required = checks && { required_status_checks: { contexts: checks.map(({ context }) => context), checks } };
  return [200, { name: values['branch'], commit: { sha }, protected: checks !== undefined, ...(required ? { protection: required } : {}) }];
}

function getTeam({ values }: Call, { setup }: DoubleRepository): Answer {
  const name = `${values['org']}/${values['team_slug']}`;
  return Object.hasOwn(setup?.teams ?? {}, name) ? [200, { slug: values['team_slug'] }] : [404, { message: 'Not Found' }];
}

function teamAccess({ values }: Call, { setup }: DoubleRepository): Answer {
  const level = setup?.teams?.[`${values['org']}/${values['team_slug']}`];
  if (!level) return [404, { message: 'Not Found' }];
  return [200, { permissions: { pull: true, push: level === 'push', admin: false, maintain: false, triage: false } }];
}

function getInstallation({ values }: Call, { app, repositories }: World): Answer {
  const id = Number(values['installation_id']);
  const repository = [...repositories.values()].find(({ installation }) => installation === id);
  const { permissions, events } = repository?.setup?.granted ?? { permissions: {}, events: [] };
  return repository ? [200, { id, app_id: app.id, app_slug: app.slug, permissions, events }] : [404, { message: 'Not Found' }];
}

function listInstallations(_: Call, { setup }: DoubleRepository, { app }: World): Answer {
  const installations = setup?.granted ? [{ id: 1, app_id: app.id, ...setup.granted }] : [];
  return [200, { total_count: installations.length, installations }];
}
