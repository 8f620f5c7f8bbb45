import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decode } from './decode'
import { definitionOf } from './definitions'
import { nodeOf } from './node'
import { fromProtobuf, WireError } from './protobuf'

/** What kubectl 1.36 sends for `kubectl create deployment web --image=nginx --replicas=2 --port=80`. */
const recorded = Buffer.from(
  'azhzAAoVCgdhcHBzL3YxEgpEZXBsb3ltZW50ErgBCh8KA3dlYhIAGgAiACoAMgA4AEIAWgoKA2FwcBIDd2ViEoYBCAISDAoKCgNhcHASA3dlYhpsChwKABIAGgAiACoAMgA4AEIAWgoKA2FwcBIDd2ViEkwSLgoFbmdpbngSBW5naW54KgAyCgoAEAAYUCIAKgBCAGoAcgCAAQCIAQCQAQCiAQAaADIAQgBKAFIAWABgAGgAggEAigEAmgEAwgEAIgIKACgAOAAaDAgAEAAYACAAKAA4ABoAIgA=',
  'base64',
)
const deployment = nodeOf(definitionOf('apps', 'v1', 'Deployment')!)

test('reads what kubectl sends, embedded messages included', () => {
  expect(decode(deployment, fromProtobuf(recorded, deployment)).value).toEqual({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', labels: { app: 'web' } },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'web' } },
      strategy: {},
      template: {
        metadata: { labels: { app: 'web' } },
        spec: {
          containers: [{ name: 'nginx', image: 'nginx', ports: [{ containerPort: 80 }], resources: {} }],
        },
      },
    },
    status: {},
  })
})

test('whatever else comes is a document or a WireError', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(recorded.length), (noise, at) => {
      const bytes = Buffer.concat([recorded.subarray(0, at), noise, recorded.subarray(at)])
      try {
        expect(typeof fromProtobuf(bytes, deployment)).toBe('object')
      } catch (error) {
        expect(error).toBeInstanceOf(WireError)
      }
    }),
  )
})
