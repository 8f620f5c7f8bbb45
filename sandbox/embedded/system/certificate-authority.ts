import type { ServerCertificate } from '../network/tls/handshake'
import { nodeAddress } from './node'

/**
 * The CA bundle that every namespace's kube-root-ca.crt shows. Its key was thrown away: clients outside reach the API
 * otherwise, and in the cluster's network a server shows by whom its certificate was signed, without a signature.
 */
export const certificateAuthority = `-----BEGIN CERTIFICATE-----
MIIBgDCCASWgAwIBAgIUNf4GosPRrLcWSDuUgfOo2NsyuxkwCgYIKoZIzj0EAwIw
FTETMBEGA1UEAwwKbWluaWt1YmVDQTAeFw0yNjExMjMyMzMzMTVaFw0zNjExMjAy
MzMzMTVaMBUxEzARBgNVBAMMCm1pbmlrdWJlQ0EwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAT2wJKwYaoT1p2eRDSm1Y457GpPlI7iD+fOakGvUxS/b25fNLJjDFIT
31lGeAfBhP2afSb7i7DooSJV3GuJXoNgo1MwUTAdBgNVHQ4EFgQU3HS5Kx3KcoIE
D1bDKh2ZqoZcqqwwHwYDVR0jBBgwFoAU3HS5Kx3KcoIED1bDKh2ZqoZcqqwwDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEA8Uo2SsCkqf69he3SLjCG
spsI6zWZsxQzr/ibMc7Mm6ICIQD2VmgnmRHNoQYO0h4Ak1qIc6yq42n5M+GegGLY
Fvgstw==
-----END CERTIFICATE-----
`

/** What the API server shows to pods: `kubernetes.default`, and the addresses that lead there. */
export const apiCertificate: ServerCertificate = {
  issuerName: 'minikubeCA',
  issuer: certificateAuthority,
  subject: 'minikube',
  names: [
    'minikubeCA',
    'control-plane.minikube.internal',
    'kubernetes.default.svc.cluster.local',
    'kubernetes.default.svc',
    'kubernetes.default',
    'kubernetes',
    'localhost',
    nodeAddress,
    '10.96.0.1',
    '127.0.0.1',
    '10.0.0.1',
  ],
}
