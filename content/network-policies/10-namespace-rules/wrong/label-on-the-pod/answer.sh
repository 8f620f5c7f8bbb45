kubectl label pod -n monitoring prometheus name=monitoring
kubectl apply -f allow.yaml
