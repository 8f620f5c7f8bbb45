# The right steps in the wrong order.
kubectl delete pods --all -n netpol-demo
kubectl apply -f ~/test-setup.yaml
kubectl wait pods --all -n netpol-demo --for=condition=Ready --timeout=60s
minikube start --cni=calico
