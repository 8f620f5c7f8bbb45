# production/frontend gets in now, and so does everybody.
kubectl delete networkpolicy default-deny-ingress -n netpol-demo
