import type { V1PersistentVolume, V1PersistentVolumeClaim } from '@kubernetes/client-node'
import { compileSelector, labelsOf } from '../../../netpol/compile/selectors'
import { amount } from '../../../quantity'

const size = ({ spec }: V1PersistentVolume) => amount(spec?.capacity?.storage ?? '0')

/** Is this volume kept for this claim? Whoever keeps it by name alone does not know the claim's uid yet. */
export const isKeptFor = ({ spec }: V1PersistentVolume, { metadata }: V1PersistentVolumeClaim): boolean =>
  spec?.claimRef?.namespace === metadata?.namespace &&
  spec?.claimRef?.name === metadata?.name &&
  (spec?.claimRef?.uid === undefined || spec.claimRef.uid === metadata?.uid)

/** The smallest volume that has what a claim asks for; one that is kept for it comes first (volume/util FindMatchingVolume). */
export function bestMatch(
  claim: V1PersistentVolumeClaim,
  volumes: readonly V1PersistentVolume[],
): V1PersistentVolume | undefined {
  const { spec } = claim
  const wanted = amount(spec?.resources?.requests?.storage ?? '0')
  const chosen = spec?.selector && compileSelector(spec.selector)
  const fits = (volume: V1PersistentVolume) =>
    (spec?.volumeName === undefined || spec.volumeName === volume.metadata?.name) &&
    (spec?.storageClassName ?? '') === (volume.spec?.storageClassName ?? '') &&
    (spec?.volumeMode ?? 'Filesystem') === (volume.spec?.volumeMode ?? 'Filesystem') &&
    (spec?.accessModes ?? []).every(mode => volume.spec?.accessModes?.includes(mode)) &&
    size(volume) >= wanted &&
    (!chosen || chosen.matches(labelsOf(volume.metadata?.labels)))
  const fitting = volumes.filter(volume => !volume.metadata?.deletionTimestamp && fits(volume))
  const free = fitting.filter(({ spec }) => !spec?.claimRef).sort((a, b) => size(a) - size(b))
  return fitting.find(volume => isKeptFor(volume, claim)) ?? free[0]
}
