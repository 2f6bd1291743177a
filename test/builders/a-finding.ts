import type { Finding } from '../../src/model/finding.ts';
import { aPlace } from './an-asset.ts';

let count = 0;

export function aFinding(overrides: Partial<Finding> = {}): Finding {
  count += 1;
  const file = overrides.file ?? 'warehouse/customers.sql';
  return {
    policy: 'PII001',
    title: 'Personal data is tagged',
    severity: 'high',
    rule: 'deny',
    asset: 'sql:mart.customers',
    assetName: 'mart.customers',
    field: 'email',
    message: 'mart.customers.email holds e-mail addresses and is not tagged',
    file,
    location: aPlace(file, 3),
    onChangedLine: true,
    phase: 'advise',
    disposition: 'new',
    fingerprint: count.toString(16).padStart(16, '0'),
    known: [],
    owners: [],
    remediation: {},
    ...overrides,
  };
}
