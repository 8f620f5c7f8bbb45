/**
 * Where clouds tell a machine its secrets: AWS, Google, Azure, OpenStack and others at the first address; AWS and
 * OpenStack over IPv6; AWS's credentials for pods; Google over IPv6; Alibaba; Azure's host agent.
 */
export const metadataAddresses = [
  '169.254.169.254',
  'fd00:ec2::254',
  'fe80::a9fe:a9fe',
  '169.254.170.2',
  '169.254.170.23',
  'fd00:ec2::23',
  'fd20:ce::254',
  '100.100.100.200',
  '168.63.129.16',
] as const

/** Where NodeLocal DNSCache listens on each node (kubernetes/kubernetes, cluster/addons/dns/nodelocaldns). */
export const nodeLocalDns = '169.254.20.10'

export const everywhere = ['0.0.0.0/0', '::/0'] as const
