/** One command: what help says of it, and its module, which is loaded only when it is asked for. */
export interface Command {
  readonly name: string;
  /** Lines of `tollgate help`: the command with what it takes, and below it its options, indented by two. */
  readonly help: string;
  load(): Promise<{ run(argv: readonly string[]): Promise<number> }>;
}

/** Every command, in the order of `tollgate help`. `run` takes what stands behind the name and gives the exit code. */
export const COMMANDS: readonly Command[] = [
  {
    name: 'check',
    load: () => import('./check.ts'),
    help: `tollgate check [path…]      judge what changed: the work tree against the default branch
  --base REV --head REV     judge a range of commits instead
  --all                     judge the whole tree
  --policies DIR            judge by this library alone (repeatable)
  --data DIR                lay the data.json and data.yaml of a folder under policies (repeatable)
  --with FILE               read what a build has made, too: target/manifest.json, a Terraform plan (repeatable)
  --import FILE             take what another tool found as findings: SARIF 2.1.0, checkov -o json (repeatable)
  --import-base FILE        what it says of the base, so that only new findings count (repeatable)
  --organisation FILE       settings of the organisation: a floor for those of the repository
  --label NAME --team ORG/TEAM
                            of the pull request and its author, for conditions in settings (repeatable)
  --format FORMAT           text, json, sarif, junit, github or html
  --output FILE             write the report there; the terminal shows one line
  --example                 judge the bundled example pull request`,
  },
  {
    name: 'fix',
    load: () => import('./fix.ts'),
    help: `tollgate fix [path…] [ID…]  write the edits that fix new findings, all or those of a policy or fingerprint, and print the change
  --check                   write nothing; exit 1 where something can be fixed
  --base REV | --all        what counts as new, as for check`,
  },
  {
    name: 'assets',
    load: () => import('./assets.ts'),
    help: 'tollgate assets [path]      what Tollgate sees     (--format text|json)',
  },
  {
    name: 'owners',
    load: () => import('./owners.ts'),
    help: 'tollgate owners [file…]     who answers, and why   (--repo DIR, --format text|json)',
  },
  {
    name: 'preview',
    load: () => import('./preview.ts'),
    help: `tollgate preview [path]     what changed policies, settings, exceptions and owners would change on today's tree
  --base REV --head REV     compare the rules of two commits instead
  --since 90d | --last N    judge the pull requests that were merged since, by the rules as they stand here
  --repo OWNER/NAME         those of a repository on GitHub; GITHUB_TOKEN reads it (repeatable)
  --org NAME                those of all repositories of an organisation that it may read, at most 200
  --policies DIR            by this library alone (repeatable)   (--format text|json|markdown)`,
  },
  {
    name: 'policy',
    load: () => import('./policy.ts'),
    help: `tollgate policy new CATEGORY/NAME
                            a policy to start from, with its tests, cases and its page   (--library DIR, --id ID)
tollgate policy test [library]
                            Rego tests and cases, on OPA with strict builtin errors and on the Wasm that judges
  --mutation                change every fact that a policy reads, and name those that it does not answer to
  --watch                   again at every change   (--format text|json)
tollgate policy lint [library]
                            misspelt fields, metadata, pages, tests, cases: each with its reason   (--watch, --format text|json)
tollgate policy fmt [library]
                            format Rego   (--check writes nothing; exit 1 where something would change)
tollgate policy explain POLICY|FINGERPRINT [path]
                            its text, what it says of itself, and why it found what it found here   (--policies DIR)`,
  },
  { name: 'test', load: () => import('./policy-test.ts'), help: 'tollgate test [library]     the same as tollgate policy test' },
  {
    name: 'explain',
    load: () => import('./policy-explain.ts'),
    help: `tollgate explain POLICY|FINGERPRINT [path]
                            the same as tollgate policy explain`,
  },
  {
    name: 'update',
    load: () => import('./update.ts'),
    help: `tollgate update [library]   show what newer libraries would change on today's tree, then pin them in .github/tollgate.lock
  --check                   write nothing; exit 1 where the lock would change
  --organisation FILE       settings of the organisation: what they extend is pinned, too`,
  },
  {
    name: 'catalogue',
    load: () => import('./catalogue.ts'),
    help: 'tollgate catalogue [path]   which policies apply here, and from where (--format markdown|html)',
  },
  {
    name: 'exceptions',
    load: () => import('./exceptions.ts'),
    help: 'tollgate exceptions [path]  how each stands, what it covers, what is left of the quota (--format text|json)',
  },
  {
    name: 'baseline',
    load: () => import('./baseline.ts'),
    help: `tollgate baseline [path]    list what stands today, so that it does not count; later: take out what is fixed
  --check                   write nothing; exit 1 where something could be taken out`,
  },
  {
    name: 'doctor',
    load: () => import('./doctor.ts'),
    help: `tollgate doctor [path]      whether a verdict counts here: required check, merge queue, owners, permissions; each with its fix
  --repo OWNER/NAME         where the remote \`origin\` does not say; GITHUB_TOKEN asks
  --local                   leave GitHub out   (--format text|json)`,
  },
  {
    name: 'lineage',
    load: () => import('./lineage.ts'),
    help: `tollgate lineage ASSET      what feeds it, and what it feeds: an asset, or a field of one (crm.contacts.email)
  --upstream | --downstream only the one way   (--repo DIR, --format text|json|mermaid|openlineage)`,
  },
];
