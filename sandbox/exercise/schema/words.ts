import { z } from 'zod'

/**
 * A flow is written as a learner would say it: `client -> web:80`, `web, api -> everyone:53/UDP`,
 * `everyone -> namespace:netpol-demo:*`. Ends: the name of a role; `namespace:NAME`, every pod there, present and
 * possible; `pods`, every pod of every namespace; `outside`, addresses outside the cluster; `everyone`, pods and
 * outside; `dns`, the cluster's DNS pods; an address or a CIDR. Ports: `80` (TCP), `53/UDP`, `*` (every port and protocol).
 */
export const flowText = z.string().regex(/^[^>]+->[^>]+:(\*|\d+(\/(TCP|UDP|SCTP))?)$/, {
  error: 'write a flow as "client -> web:80", "client -> dns:53/UDP" or "everyone -> namespace:shop:*"',
})

/** What ids, roles and namespaces are called. */
export const name = z.string().regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, {
  error: 'use lower case letters, digits and "-", beginning and ending with a letter or digit',
})
