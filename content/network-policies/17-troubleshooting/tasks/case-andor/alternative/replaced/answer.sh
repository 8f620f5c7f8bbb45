kubectl delete networkpolicy db-from-prod-frontend -n case-andor
kubectl apply -f - <<EOF
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: db-guests
  namespace: case-andor
spec:
  podSelector:
    matchLabels: {app: db}
  ingress:
  - from:
    - namespaceSelector:
        matchLabels: {kubernetes.io/metadata.name: case-andor-prod}
      podSelector:
        matchExpressions:
        - {key: role, operator: In, values: [frontend]}
    ports:
    - port: 5432
EOF
