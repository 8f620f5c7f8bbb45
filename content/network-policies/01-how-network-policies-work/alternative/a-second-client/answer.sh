# Whoever carries the client's label is a client.
kubectl delete pod client -n netpol-demo --now
kubectl run client-2 -n netpol-demo --image=busybox --labels=app=client --command -- sleep 3600
kubectl wait pod/client-2 -n netpol-demo --for=condition=Ready --timeout=30s
for pod in web api db; do
  kubectl exec -n netpol-demo client-2 -- wget -qO- -T 2 "http://$(kubectl get pod $pod -n netpol-demo -o jsonpath='{.status.podIP}')"
done
