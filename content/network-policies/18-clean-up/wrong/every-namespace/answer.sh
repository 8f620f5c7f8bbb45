# The eager broom. Kubernetes protects its own namespaces; myapp and outside go.
kubectl delete namespace --all
