# Who may come in is decided at the door of web, and that is the old one.
minikube start --cni=calico
kubectl delete pod client -n netpol-demo --now
kubectl apply -f ~/test-setup.yaml
kubectl wait pods --all -n netpol-demo --for=condition=Ready --timeout=60s
