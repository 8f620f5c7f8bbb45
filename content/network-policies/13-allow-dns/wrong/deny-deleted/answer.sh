# Names resolve again, and api calls whom it likes.
kubectl delete networkpolicy default-deny-egress -n netpol-demo
