import { z } from 'zod'
import type { Protocol } from '../../netpol'
import { clusterRanges, inside } from '../addresses'

const listened = z
  .union([
    z.number().int().min(1).max(65535),
    z.string().regex(/^\d+\/(TCP|UDP|SCTP)$/, { error: 'write a port as 443 (TCP) or "53/UDP"' }),
  ])
  .transform(text => {
    const [port, protocol = 'TCP'] = String(text).split('/')
    return { port: Number(port), protocol: protocol as Protocol }
  })
  .refine(({ port }) => port >= 1 && port <= 65535, { error: 'a port is a number from 1 to 65535' })

/**
 * A host outside the cluster. On its ports somebody listens: 443 speaks TLS with a certificate that vouches for
 * itself, 53 is a name server that knows no name, every other TCP port serves a page; ports that are not listed refuse.
 */
export const externalHostSchema = z.strictObject({
  address: z
    .ipv4({ error: 'write an IPv4 address' })
    .refine(address => !clusterRanges.some(range => inside(address, range)), {
      error: `is an address of the cluster (${clusterRanges.join(', ')})`,
    }),
  ports: z.array(listened).min(1),
})

export type ExternalHost = z.infer<typeof externalHostSchema>
