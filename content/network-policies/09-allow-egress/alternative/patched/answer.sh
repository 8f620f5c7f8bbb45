# First the direction, then the rule; both labels of each.
kubectl apply -f - <<EOF
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: api-out, namespace: netpol-demo}
spec:
  podSelector: {matchLabels: {app: api}}
  policyTypes: [Egress]
EOF
kubectl patch networkpolicy api-out -n netpol-demo --type=json -p '[
  {"op": "add", "path": "/spec/egress", "value": [
    {"to": [{"podSelector": {"matchLabels": {"app": "db"}}}], "ports": [{"protocol": "TCP", "port": 80}]}]}]'
kubectl create -f - <<EOF
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db-in, namespace: netpol-demo}
spec:
  podSelector: {matchLabels: {app: db, tier: database}}
  ingress:
  - from: [{podSelector: {matchLabels: {app: api, tier: backend}}}]
    ports: [{port: 80}]
EOF
