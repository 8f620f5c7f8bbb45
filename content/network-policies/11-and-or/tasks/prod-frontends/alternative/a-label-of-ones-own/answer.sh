# A new label for the namespace, and the default deny divided in two, one of them with a guest.
kubectl label namespace production may-see-db=yes
kubectl delete networkpolicy default-deny-ingress -n netpol-demo
kubectl apply -f - <<EOF
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: all-but-db, namespace: netpol-demo}
spec:
  podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [db]}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: netpol-demo}
spec:
  podSelector: {matchLabels: {app: db}}
  ingress:
  - from:
    - namespaceSelector: {matchLabels: {may-see-db: "yes"}}
      podSelector: {matchLabels: {role: frontend}}
    ports: [{port: 80}]
EOF
