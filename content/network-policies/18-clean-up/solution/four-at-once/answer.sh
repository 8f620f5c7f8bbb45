kubectl delete namespace netpol-demo monitoring staging production
