/** What `tollgate help` prints. */
export const HELP = `Tollgate judges data pipelines and schemas by the policies of their repository.

tollgate check [path…]      judge what changed: the work tree against the default branch
  --base REV --head REV     judge a range of commits instead
  --all                     judge the whole tree
  --policies DIR            judge by this library alone (repeatable)
  --data DIR                lay the data.json and data.yaml of a folder under policies (repeatable)
  --with FILE               read what a build has made, too: target/manifest.json, a Terraform plan (repeatable)
  --format FORMAT           text, json, sarif, junit, github or html
  --output FILE             write the report there; the terminal shows one line
  --example                 judge the bundled example pull request
tollgate assets [path]      what Tollgate sees     (--format text|json)
tollgate owners [file…]     who answers, and why   (--repo DIR, --format text|json)
tollgate lineage ASSET      what feeds it, and what it feeds: an asset, or a field of one (crm.contacts.email)
  --upstream | --downstream only the one way   (--repo DIR, --format text|json|mermaid|openlineage)
tollgate help | version

path is a repository (also a bare one), files, or a folder. Files, and folders outside Git, are judged whole.
Exit: 0 nothing blocks · 1 an enforced finding blocks · 2 bad use, or something could not be decided
`;
