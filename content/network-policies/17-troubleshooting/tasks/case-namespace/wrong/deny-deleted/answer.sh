kubectl delete networkpolicy default-deny-ingress -n case-namespace
