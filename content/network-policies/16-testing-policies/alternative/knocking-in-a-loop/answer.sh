#!/bin/sh
# Row by row, with what the images bring along.
for target in front vault ledger; do
  ip=$(kubectl get pod "$target" -n locked -o jsonpath='{.status.podIP}')
  for port in 80 8080 9090; do
    kubectl exec -n netpol-demo client -- nc -zv -w 1 "$ip" "$port" 2>&1
  done
done
