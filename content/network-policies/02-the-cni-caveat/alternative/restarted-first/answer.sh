# Suspects the pods, replaces them, and finds the same.
kubectl get pod web client -n netpol-demo -o yaml > pods.yaml
kubectl replace --force -f pods.yaml
kubectl wait pod/web pod/client -n netpol-demo --for=condition=Ready --timeout=30s
kubectl exec -n netpol-demo client -- wget -O /dev/null -T 2 "http://$(kubectl get pod web -n netpol-demo -o jsonpath='{.status.podIP}')"
