minikube start --cni=calico
kubectl delete pods --all -n netpol-demo
