# Somebody is used to it.
kubectl delete namespace netpol-demo monitoring staging production
kubectl create namespace netpol-demo
