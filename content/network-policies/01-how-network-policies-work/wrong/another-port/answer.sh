for pod in web api db; do
  kubectl exec -n netpol-demo client -- nc -zv -w 2 "$(kubectl get pod $pod -n netpol-demo -o jsonpath='{.status.podIP}')" 8080
done
