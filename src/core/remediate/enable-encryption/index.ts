import type { Asset } from '../../../model/asset.ts';
import type { Edit } from '../../../model/remediation.ts';
import type { Fix, Fixable, Remediator } from '../../plug-ins.ts';
import { flipLiteral } from '../flip-literal.ts';
import { insertAttribute } from '../insert-attribute.ts';

/** Turns encryption on in Terraform: flips the attribute that turns it off, or adds the one that is missing. */
export const enableEncryption: Remediator = {
  id: 'enable-encryption',
  policies: ['ENC001', 'ENC002'],
  fix({ asset, file, policy, statement }: Fixable): Fix | null {
    if (!asset) return null;
    const fact = policy.id === 'ENC001' ? 'encryption_at_rest' : 'encryption_in_transit';
    const lines = ATTRIBUTES[fact].get(typeOf(asset)) ?? [];
    if (statement.rule !== 'deny') return textOnly(lines);
    const set = asset.facts[fact];
    const edits = set ? flipLiteral(set, file, ON[fact]) : insertAttribute(asset, file, lines);
    return edits.length > 0 ? { text: lines[0] ?? changed(edits), edits } : textOnly(lines);
  },
};

const ON: Readonly<Record<'encryption_at_rest' | 'encryption_in_transit', ReadonlyMap<string, string>>> = {
  encryption_at_rest: new Map([
    ['false', 'true'],
    ['"NONE"', '"KMS"'],
  ]),
  encryption_in_transit: new Map([
    ['false', 'true'],
    ['"NONE"', '"TLS"'],
    ['"PLAINTEXT"', '"TLS"'],
    ['"TLS_PLAINTEXT"', '"TLS"'],
  ]),
};

const textOnly = (lines: readonly string[]): Fix | null => (lines.length > 0 ? { text: lines.join(', '), edits: [] } : null);

const changed = (edits: readonly Edit[]): string => `set it to ${edits.map(({ text }) => text).join(' ')}`;

const typeOf = ({ name }: Asset): string => name.slice(0, Math.max(0, name.indexOf('.')));

const STORAGE = ['storage_encrypted = true'];
const VOLUME = ['encrypted = true'];

/** The attributes of each type of resource that encrypt it. What needs a block of its own is told in the page. */
const ATTRIBUTES: Readonly<Record<'encryption_at_rest' | 'encryption_in_transit', ReadonlyMap<string, readonly string[]>>> = {
  encryption_at_rest: new Map([
    ['aws_db_instance', STORAGE],
    ['aws_rds_cluster', STORAGE],
    ['aws_docdb_cluster', STORAGE],
    ['aws_neptune_cluster', STORAGE],
    ['aws_ebs_volume', VOLUME],
    ['aws_efs_file_system', VOLUME],
    ['aws_redshift_cluster', VOLUME],
    ['aws_elasticache_replication_group', ['at_rest_encryption_enabled = true']],
    ['aws_kinesis_stream', ['encryption_type = "KMS"', 'kms_key_id = "alias/aws/kinesis"']],
  ]),
  encryption_in_transit: new Map([['aws_elasticache_replication_group', ['transit_encryption_enabled = true']]]),
};
