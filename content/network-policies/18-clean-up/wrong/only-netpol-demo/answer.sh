# Where many a guide stops.
kubectl delete namespace netpol-demo
