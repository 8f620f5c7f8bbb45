kubectl exec -n netpol-demo client -- wget -qO- --timeout=2 "http://$(kubectl get pod api -n netpol-demo -o jsonpath='{.status.podIP}')"
