# Nothing in it is older than its plug-in.
minikube delete
minikube start --cni=calico
kubectl apply -f ~/test-setup.yaml -f ~/default-deny-ingress.yaml
kubectl wait pods --all -n netpol-demo --for=condition=Ready --timeout=60s
