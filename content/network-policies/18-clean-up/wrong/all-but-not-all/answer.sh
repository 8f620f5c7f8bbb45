# "all" is pods, Services and some more: neither policies nor the namespace.
for namespace in netpol-demo monitoring staging production; do
  kubectl delete all --all -n "$namespace"
done
