const error = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const STAGES = 'extract|compare|link|recognise|evaluate|decide|route|remediate|plan|report|settings';
const PLUG_INS = 'core/(?:extract|remediate)';
const ENTRY_POINTS = 'app|cli|judge|score|bench';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    error('no-circular', 'A cycle has no first file to read.', {}, { circular: true }),
    error('model-is-data', 'Documents import only other documents.', { path: '^src/model/' }, { path: '^src/', pathNot: '^src/model/' }),
    error(
      'core-is-pure',
      'The core judges; it does not reach outside. Pass what it needs as an argument or a port.',
      { path: '^src/(core|model)/' },
      { dependencyTypes: ['core'] },
    ),
    error(
      'core-knows-no-outside',
      'The core must run unchanged in the app, the command line and the judging process.',
      { path: '^src/core/' },
      {
        path: ['^src/', 'node_modules/(@octokit|octokit|probot|pg|kysely|@electric-sql|@open-policy-agent|simple-git|web-tree-sitter)'],
        pathNot: '^src/(core|model)/',
      },
    ),
    error(
      'stages-meet-in-model',
      'A stage hands over a document; only the files directly in src/core join the stages.',
      { path: `^src/core/(${STAGES})/` },
      { path: `^src/core/(${STAGES})/`, pathNot: '^src/core/$1/' },
    ),
    error(
      'plug-ins-are-islands',
      'A plug-in that needs a sibling has found a helper: move it up one folder.',
      { path: `^src/(${PLUG_INS})/([^/]+)/` },
      { path: `^src/(${PLUG_INS})/([^/]+)/`, pathNot: '^src/$1/$2/' },
    ),
    error(
      'plug-ins-only-through-registry',
      'Name a plug-in in its registry and nowhere else. Scores measure what readers do inside.',
      { path: '^src/', pathNot: `^src/(score/|(${PLUG_INS})/(registry\\.ts|[^/]+/))` },
      { path: `^src/(${PLUG_INS})/[^/]+/` },
    ),
    error(
      'workflow-through-ports',
      'Workflows talk to ports, so that tests can hand them fakes.',
      { path: '^src/workflow/' },
      { path: '^src/', pathNot: '^src/(workflow|core|model)/' },
    ),
    error(
      'adapters-do-not-meet',
      'One adapter, one outside system.',
      { path: '^src/adapters/([^/]+)/' },
      { path: '^src/', pathNot: '^src/(adapters/$1|core|model)/' },
    ),
    error(
      'compose-only-builds-adapters',
      'Adapters are built in a composition root and nowhere else. What measures an adapter itself takes it as it is.',
      { path: '^src/', pathNot: '^src/(adapters/|compose/|[^/]+/compose\\.ts$|score/opa-compliance\\.ts$)' },
      { path: '^src/adapters/' },
    ),
    error(
      'composition-roots-are-for-entry-points',
      'What is composed is handed down; nobody below reaches up for it.',
      { path: '^src/(model|core|workflow|adapters)/' },
      { path: '^src/compose/' },
    ),
    error(
      'entry-points-are-leaves',
      'The entry points share the core, not each other.',
      { path: `^src/(${ENTRY_POINTS})/` },
      { path: `^src/(${ENTRY_POINTS})/`, pathNot: '^src/$1/' },
    ),
    error('no-import-of-tests', 'Production code that needs a test helper has found a module.', { path: '^src/' }, { path: '^test/' }),
    error(
      'not-to-dev-dep',
      'An install for production would break.',
      { path: '^src/', pathNot: '^src/(score|bench)/' },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),
  ],
  options: { tsPreCompilationDeps: true, tsConfig: { fileName: 'tsconfig.json' }, doNotFollow: { path: 'node_modules' } },
};
