import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { createCluster } from '../cluster'
import { kubeconfig } from '../kubeconfig'

const cni = (process.argv[2] ?? 'calico') as 'calico'
const cluster = createCluster({
  cni,
  tokens: { secret: { username: 'minikube-user', groups: ['system:masters', 'system:authenticated'] } },
})
const server = createServer(
  { key: readFileSync('/tmp/d/key.pem'), cert: readFileSync('/tmp/d/cert.pem') },
  cluster.request,
).on('upgrade', cluster.upgrade)
const port = Number(process.argv[3] ?? 7443)
server.listen(port, '127.0.0.1')
await cluster.ready
writeFileSync('/tmp/d/kc', kubeconfig({ server: `https://127.0.0.1:${port}`, token: 'secret' }))
console.log('ready')
