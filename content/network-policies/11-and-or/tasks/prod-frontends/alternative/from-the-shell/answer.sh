# First a policy that lets nobody in, then the one peer, put there by a patch.
kubectl create -f - <<EOF
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: netpol-demo}
spec: {podSelector: {matchLabels: {app: db, tier: database}}}
EOF
kubectl patch networkpolicy db -n netpol-demo --type=merge -p '{"spec": {"ingress": [{
  "from": [{"namespaceSelector": {"matchLabels": {"env": "prod"}}, "podSelector": {"matchLabels": {"role": "frontend"}}}],
  "ports": [{"port": 80}]}]}}'
