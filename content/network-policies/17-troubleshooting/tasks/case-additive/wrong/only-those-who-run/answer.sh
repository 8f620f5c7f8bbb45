kubectl delete networkpolicy allow-same-namespace -n case-additive
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
  name: deny-batch-to-db
  namespace: case-additive
spec:
  podSelector:
    matchLabels:
      app: db
  policyTypes: [Ingress]
  ingress:
  - from:
    - podSelector:
        matchExpressions:
        - {key: app, operator: In, values: [web, client]}
EOF
