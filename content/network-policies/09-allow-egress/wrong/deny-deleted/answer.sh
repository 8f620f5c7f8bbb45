# Now api reaches db. So does everybody else.
kubectl delete networkpolicy default-deny-all -n netpol-demo
