# The leak goes; a policy of another name takes its place.
kubectl delete networkpolicy allow-prod-web -n netpol-demo
kubectl apply -f - <<EOF
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: api-guests, namespace: netpol-demo}
spec:
  podSelector: {matchLabels: {tier: backend}}
  ingress:
  - from:
    - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: production}}
      podSelector: {matchLabels: {app: web}}
    ports: [{port: 80}]
EOF
