# Reading is not trying.
kubectl describe networkpolicy default-deny-ingress -n netpol-demo
kubectl get pods -A
