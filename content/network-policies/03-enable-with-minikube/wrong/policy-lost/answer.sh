# The namespace took the policy along.
minikube start --cni=calico
kubectl delete namespace netpol-demo
kubectl apply -f ~/test-setup.yaml
kubectl wait pods --all -n netpol-demo --for=condition=Ready --timeout=60s
