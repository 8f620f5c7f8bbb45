# What a manifest made, the same manifest takes away.
kubectl delete -f namespaces.yaml
