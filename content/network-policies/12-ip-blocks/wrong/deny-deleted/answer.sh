kubectl delete networkpolicy default-deny-egress -n netpol-demo
