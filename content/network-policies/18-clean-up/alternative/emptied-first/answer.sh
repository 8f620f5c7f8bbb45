# Pods first, then everything, then the shells.
for namespace in netpol-demo monitoring staging production; do
  kubectl delete pods --all -n "$namespace" --now
  kubectl delete networkpolicies,services --all -n "$namespace"
done
kubectl delete namespace -l kubernetes.io/metadata.name=netpol-demo
kubectl delete namespace -l 'env in (prod, staging)'
kubectl delete namespace -l name=monitoring
