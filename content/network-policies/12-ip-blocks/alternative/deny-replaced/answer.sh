# One policy for api, one for everybody else, and the old default deny is not needed any more.
kubectl apply -f - <<END
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: api-out, namespace: netpol-demo}
spec:
  podSelector: {matchLabels: {app: api}}
  policyTypes: [Egress]
  egress:
  - to: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.0.1.0/24]}}]
    ports: [{protocol: TCP, port: 443}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: the-others-stay, namespace: netpol-demo}
spec:
  podSelector:
    matchExpressions:
    - {key: app, operator: NotIn, values: [api]}
  policyTypes: [Egress]
END
kubectl delete networkpolicy default-deny-egress -n netpol-demo
