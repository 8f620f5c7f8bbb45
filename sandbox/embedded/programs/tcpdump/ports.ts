/** /etc/services, as far as a cluster's traffic needs it. */
export const services: Readonly<Record<number, string>> = {
  22: 'ssh',
  25: 'smtp',
  53: 'domain',
  80: 'http',
  123: 'ntp',
  443: 'https',
  853: 'domain-s',
  3306: 'mysql',
  5432: 'postgresql',
  6379: 'redis',
  8080: 'http-alt',
  11211: 'memcached',
}

export const portNumber = (name: string): number | undefined => {
  const found = Object.entries(services).find(([, service]) => service === name)
  return found ? Number(found[0]) : undefined
}
