# The default deny gets its one exception.
kubectl patch networkpolicy default-deny-egress -n case-dns --type=merge -p '{"spec": {"egress": [{
  "to": [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}}, "podSelector": {"matchLabels": {"k8s-app": "kube-dns"}}}],
  "ports": [{"protocol": "UDP", "port": 53}, {"protocol": "TCP", "port": 53}]}]}}'
