# Labels only the client of today; a second client would be turned away.
kubectl label pod client -n netpol-demo guest=yes
kubectl apply -f - <<EOF
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: allow-guest
  namespace: netpol-demo
spec:
  podSelector:
    matchLabels: {app: web}
  policyTypes: [Ingress]
  ingress:
  - from:
    - podSelector:
        matchLabels: {guest: "yes"}
    ports:
    - {protocol: TCP, port: 80}
EOF
