# The policy was never the trouble.
minikube start --cni=calico
kubectl delete networkpolicy default-deny-ingress -n netpol-demo
kubectl apply -f ~/default-deny-ingress.yaml
