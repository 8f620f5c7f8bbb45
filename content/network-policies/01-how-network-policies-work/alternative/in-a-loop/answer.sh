# Everybody with a tier label, whoever that is.
for address in $(kubectl get pods -n netpol-demo -l tier -o jsonpath='{.items[*].status.podIP}'); do
  kubectl exec -n netpol-demo client -- nc -zv -w 2 "$address" 80
done
