import type { PolicyMetadata } from '../../model/finding.ts';
import type { PackSetting, Settings } from '../../model/settings.ts';

/** Policies of packs as settings have them asked: about which files, and whether about one or all together. */
export function withPacks(policies: readonly PolicyMetadata[], { packs = [] }: Settings): readonly PolicyMetadata[] {
  return packs.length === 0
    ? policies
    : policies.map((policy) =>
        withPack(
          policy,
          packs.findLast((pack) => isOf(pack, policy)),
        ),
      );
}

/** The packs of the settings that name no policy. */
export function unknownPacks(policies: readonly PolicyMetadata[], { packs = [] }: Settings): readonly string[] {
  return packs.filter((pack) => !policies.some((policy) => isOf(pack, policy))).map(({ name }) => name);
}

const isOf = ({ name }: PackSetting, { id, package: own, path }: PolicyMetadata): boolean =>
  [id, own].some((one) => one === name || one.startsWith(`${name}.`)) || path === name || path.startsWith(`${name}/`);

function withPack(policy: PolicyMetadata, pack: PackSetting | undefined): PolicyMetadata {
  if (!pack) return policy;
  const { files = policy.files, together } = pack;
  const reads = policy.input === 'file' || policy.input === 'files';
  const input = together === undefined || !reads ? policy.input : together ? 'files' : 'file';
  return { ...policy, input, ...(files === undefined ? {} : { files }) };
}
