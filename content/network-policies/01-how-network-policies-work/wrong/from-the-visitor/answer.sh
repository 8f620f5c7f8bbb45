for pod in web api db; do
  kubectl exec visitor -- curl -sS -m 2 "http://$(kubectl get pod $pod -n netpol-demo -o jsonpath='{.status.podIP}')"
done
