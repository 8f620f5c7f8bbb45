# Without -n this is the namespace of the context, default.
kubectl delete namespace netpol-demo monitoring staging production
kubectl delete pods --all
