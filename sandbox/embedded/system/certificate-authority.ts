/**
 * The CA bundle that every namespace's kube-root-ca.crt shows. Nothing is signed by it (its key was thrown away): the
 * embedded API server speaks plain HTTP on a loopback address.
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
