# Those with a tier and those without: together everybody, tomorrow's pods included.
kubectl apply -n netpol-demo -f - <<EOF
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: tiers}
spec:
  podSelector:
    matchExpressions: [{key: tier, operator: Exists}]
  policyTypes: [Egress]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: others}
spec:
  podSelector:
    matchExpressions: [{key: tier, operator: DoesNotExist}]
  policyTypes: [Egress]
EOF
