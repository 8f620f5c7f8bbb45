kubectl exec -n netpol-demo client -- wget -qO- --timeout=2 "http://$(kubectl get pod web -n netpol-demo -o jsonpath='{.status.podIP}')"
kubectl get pods -A
