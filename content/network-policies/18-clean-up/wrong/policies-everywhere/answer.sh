# -A is every namespace, the one of the running application included.
kubectl delete networkpolicies --all -A
kubectl delete namespace netpol-demo monitoring staging production
