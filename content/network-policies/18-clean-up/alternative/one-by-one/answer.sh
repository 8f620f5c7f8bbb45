# Without waiting for each, and once for all.
for namespace in production staging monitoring netpol-demo; do
  kubectl delete ns "$namespace" --wait=false
done
kubectl wait --for=delete ns/production ns/staging ns/monitoring ns/netpol-demo --timeout=40s
