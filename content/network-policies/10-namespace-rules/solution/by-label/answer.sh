kubectl label namespace monitoring name=monitoring
kubectl apply -f allow.yaml
