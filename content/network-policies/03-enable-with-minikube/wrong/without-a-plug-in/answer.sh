minikube delete
minikube start
kubectl apply -f ~/test-setup.yaml -f ~/default-deny-ingress.yaml
kubectl wait pods --all -n netpol-demo --for=condition=Ready --timeout=60s
