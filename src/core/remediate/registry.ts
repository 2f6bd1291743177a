import type { Remediator } from '../plug-ins.ts';
import { addTag } from './add-tag/index.ts';
import { blockPublicAccess } from './block-public-access/index.ts';
import { enableEncryption } from './enable-encryption/index.ts';
import { maskColumn } from './mask-column/index.ts';
import { tellFix } from './tell-fix/index.ts';

/** The fixes that Tollgate can write. The first that can fix a finding wins; words come last. */
export const REMEDIATORS: readonly Remediator[] = [maskColumn, addTag, enableEncryption, blockPublicAccess, tellFix];
