# The label says prod, the name says production.
kubectl delete namespace netpol-demo monitoring staging prod
