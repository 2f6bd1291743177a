import type { PolicyMetadata } from '../../src/model/finding.ts';

export function aPolicy(overrides: Partial<PolicyMetadata> = {}): PolicyMetadata {
  return {
    id: 'PII001',
    title: 'Personal data is tagged',
    description: 'A column that holds personal data says so with a tag.',
    severity: 'high',
    phase: 'advise',
    category: 'privacy',
    package: 'privacy.tag_personal_data',
    path: 'privacy/tag_personal_data',
    library: 'default',
    frameworks: ['GDPR Art. 30'],
    suppressible: 'with-reason',
    input: 'assets',
    ...overrides,
  };
}
