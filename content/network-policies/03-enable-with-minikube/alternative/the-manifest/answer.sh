# Calico's own manifest, and the pods from what the cluster knows of them.
kubectl apply -f https://raw.githubusercontent.com/projectcalico/calico/v3.31.2/manifests/calico.yaml
kubectl rollout status daemonset/calico-node -n kube-system --timeout=60s
kubectl get pods -n netpol-demo -o yaml > pods.yaml
kubectl replace --force -f pods.yaml
kubectl wait pods --all -n netpol-demo --for=condition=Ready --timeout=60s
