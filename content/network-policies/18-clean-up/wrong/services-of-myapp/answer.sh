kubectl delete services --all -n myapp
kubectl delete namespace netpol-demo monitoring staging production
