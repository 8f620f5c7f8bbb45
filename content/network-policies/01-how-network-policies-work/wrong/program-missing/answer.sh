# web runs Debian's nginx: no wget, so nothing was ever sent. And it is client who is to call.
for pod in api db; do
  kubectl exec -n netpol-demo web -- wget -qO- --timeout=2 "http://$(kubectl get pod $pod -n netpol-demo -o jsonpath='{.status.podIP}')"
done
