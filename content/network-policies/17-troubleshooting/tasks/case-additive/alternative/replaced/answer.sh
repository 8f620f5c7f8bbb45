# Two policies for two sorts of pods; the "deny" goes under a truer name.
kubectl delete networkpolicy allow-same-namespace deny-batch-to-db -n case-additive
kubectl apply -f - <<EOF
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: all-but-db
  namespace: case-additive
spec:
  podSelector: 
    matchExpressions:
    - key: app
      operator: NotIn
      values:
      - db
  policyTypes:
  - Ingress
  ingress:
  - from:
    - podSelector: {}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: db-from-all-but-batch
  namespace: case-additive
spec:
  podSelector:
    matchLabels:
      app: db
  policyTypes:
  - Ingress
  ingress:
  - from:
    - podSelector:
        matchExpressions:
        - key: app
          operator: NotIn
          values:
          - batch
EOF
