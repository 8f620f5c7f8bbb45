import type { KubernetesClient } from '../../client'
import { type AdmissionSettings, applyAdmission, removeAdmission } from '../admission'
import { labels, ownLabels } from '../labels'
import { podSecurity } from '../namespaces/limits'
import { nodeRoom } from '../platform/node-room'
import { examineNetwork, examineVersion } from './facts/cluster'
import type { DoctorSettings, Facts, Tried } from './facts/facts'
import { examineRights } from './facts/rights'
import { tryEnforcement } from './trial/enforcement'
import { type Laboratory, openLaboratory } from './trial/laboratory'
import { tryImages, tryPodSecurity, tryProbeContainer, tryQuota } from './trial/pods'
import { sandboxOf, tryWalls } from './trial/walls'

/** What was found out before it had to end, so that much can be said in any case. */
export type Examination = { facts: Partial<Facts>; troubles: { fact: string; why: string }[] }

/**
 * Finds out what a cluster can do for lessons: asks its API, and tries in throw-away namespaces, which are gone
 * afterwards, also when it is aborted. Rejects where nothing answers.
 */
export async function examine(
  client: KubernetesClient,
  settings: DoctorSettings,
  signal: AbortSignal = new AbortController().signal,
): Promise<Examination> {
  const examination: Examination = { facts: {}, troubles: [] }
  const found = async (fact: string, part: Promise<Partial<Facts>>) => {
    try {
      Object.assign(examination.facts, await part)
    } catch (error) {
      if (signal.aborted) throw error
      examination.troubles.push({ fact, why: error instanceof Error ? error.message : String(error) })
    }
  }
  // Whoever cannot be asked this cannot be asked anything.
  examination.facts.version = await examineVersion(client)
  await found(
    'rights',
    examineRights(client).then(rights => ({ rights })),
  )
  await found('network', examineNetwork(client))
  await found(
    'room',
    nodeRoom(client).then(room => ({ room })),
  )
  const lab = openLaboratory(client, { ...settings, signal })
  try {
    await found('pods', tryAll(lab, settings, found))
  } finally {
    await lab.close()
  }
  return examination
}

async function tryAll(
  lab: Laboratory,
  { images, patience }: DoctorSettings,
  found: (fact: string, part: Promise<Partial<Facts>>) => Promise<void>,
): Promise<Partial<Facts>> {
  const sandbox = sandboxOf(lab)
  const home = await lab.namespace('own', {
    ...ownLabels('canary'),
    [labels.sandbox]: sandbox,
    ...podSecurity,
  })
  const settings = {
    controlNamespace: home,
    name: `netpol-lab-doctor-${lab.id}`,
    sandboxes: [sandbox],
  }
  const begun = Date.now()
  const [target, inside] = await Promise.all([lab.server(home, 'target'), lab.server(home, 'inside')])
  const pods: Tried = { worked: true, milliseconds: Date.now() - begun }
  await found('enforcement', tryEnforcement(lab, inside, target))
  await found(
    'probe-containers',
    tryProbeContainer(lab, target).then(probeContainer => ({ probeContainer })),
  )
  await found(
    'images',
    tryImages(lab, home, images).then(images => ({ images })),
  )
  await found(
    'pod-security',
    tryPodSecurity(lab, home).then(podSecurity => ({ podSecurity })),
  )
  await found(
    'quota',
    tryQuota(lab, home).then(quota => ({ quota })),
  )
  await found(
    'admission',
    tryAdmission(lab, settings, patience).then(admission => ({ admission })),
  )
  await found(
    'walls',
    tryWalls(lab, inside, target).then(walls => ({ walls })),
  )
  return { pods }
}

async function tryAdmission(lab: Laboratory, settings: AdmissionSettings, patience: number) {
  try {
    return await applyAdmission(lab.client, settings, patience)
  } finally {
    await removeAdmission(lab.client, settings)
  }
}
