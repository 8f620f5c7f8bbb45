# The default deny goes; two policies that come to the same take its place, one of them with the client on its list.
kubectl delete networkpolicy default-deny-ingress -n netpol-demo
kubectl apply -f - <<EOF
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: all-but-web
  namespace: netpol-demo
spec:
  podSelector:
    matchExpressions:
    - key: app
      operator: NotIn
      values: [web]
  policyTypes: [Ingress]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: web
  namespace: netpol-demo
spec:
  podSelector:
    matchLabels: {app: web}
  policyTypes: [Ingress]
  ingress:
  - from:
    - podSelector:
        matchLabels: {app: client}
    ports:
    - {protocol: TCP, port: 80, endPort: 80}
EOF
