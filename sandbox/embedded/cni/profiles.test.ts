import type { V1DaemonSet, V1Pod } from '@kubernetes/client-node'
import { describe, expect, it } from 'vitest'
import { parseReference } from '../images/reference'
import { createImageTable } from '../images/table'
import { type CniProfile, profiles } from '.'
import { agentOf } from './installed'

const images = createImageTable(undefined as never)

/** The pods that a manifest's workloads will have. */
const podsOf = ({ manifest }: CniProfile): V1Pod[] =>
  manifest.flatMap(object => {
    const { spec, metadata } = object as V1DaemonSet
    return spec?.template ? [{ metadata, spec: spec.template.spec! }] : []
  })

describe.each(Object.values(profiles))('$name', profile => {
  const { name, manifest, enforces, agent } = profile
  const pods = podsOf(profile)

  it('names images that the node can pull', () => {
    const references = pods.flatMap(({ spec }) => spec!.containers.map(({ image }) => image!))
    expect(references.filter(reference => !images(parseReference(reference)!))).toEqual([])
  })

  it('has its pods in namespaces that are there', () => {
    const namespaces = manifest.filter(({ kind }) => kind === 'Namespace')
    const there = new Set(['kube-system', ...namespaces.map(({ metadata }) => metadata!.name)])
    expect(pods.filter(({ metadata }) => !there.has(metadata!.namespace))).toEqual([])
  })

  it('is known by its running agent where it enforces', () => {
    expect(agent !== undefined).toBe(enforces)
    const running = pods.map(pod => agentOf({ ...pod, status: { phase: 'Running' } })).filter(Boolean)
    expect(running.map(profile => profile!.name)).toEqual(enforces ? [name] : [])
  })
})
