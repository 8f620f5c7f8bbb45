ip() { kubectl get pod "$1" -n netpol-demo -o jsonpath='{.status.podIP}'; }
kubectl exec -n netpol-demo client -- wget -qO- --timeout=2 "http://$(ip web)"
kubectl exec -n netpol-demo client -- wget -qO- --timeout=2 "http://$(ip api)"
kubectl exec -n netpol-demo client -- wget -qO- --timeout=2 "http://$(ip db)"
