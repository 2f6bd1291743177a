import { flag, list, members, text, type ListSource, type Service } from './service.ts';

/** Who has which role on a project, a folder or an organisation: one by one, and together. */
const grants = (kind: string, by: string): Readonly<Record<string, ListSource>> => ({
  members: members(
    `google_${kind}_iam_member@${by}:`,
    '',
    { role: text('role'), member: text('member'), defaultserviceaccount: flag('') },
    `google_${kind}_iam_member`,
  ),
  bindings: members(
    `google_${kind}_iam_binding@${by}:`,
    '',
    { role: text('role'), members: list('members'), includesdefaultserviceaccount: flag('') },
    `google_${kind}_iam_binding`,
  ),
});

/** Access on Google Cloud. Source: Trivy, "Cloud" schema; attributes from the provider's own documentation. */
export const GOOGLE_IAM: readonly Service[] = [
  {
    at: 'google.iam.projects',
    terraform: ['google_project'],
    template: [],
    fields: { autocreatenetwork: flag('auto_create_network', '', true) },
    lists: grants('project', 'project'),
  },
  {
    at: 'google.iam.folders',
    terraform: ['google_folder'],
    template: [],
    fields: {},
    lists: grants('folder', 'folder'),
  },
  {
    at: 'google.iam.organizations',
    terraform: ['google_organization'],
    template: [],
    fields: {},
    lists: grants('organization', 'org_id'),
  },
  {
    at: 'google.iam.workloadidentitypoolproviders',
    terraform: ['google_iam_workload_identity_pool_provider'],
    template: [],
    fields: { attributecondition: text('attribute_condition') },
  },
];
