# Moved: the stray one goes.
kubectl get networkpolicy allow-client-to-web -o yaml | sed -e 's/namespace: default/namespace: case-namespace/' -e '/uid:/d' -e '/resourceVersion:/d' -e '/creationTimestamp:/d' > moved.yaml
kubectl apply -f moved.yaml
kubectl delete networkpolicy allow-client-to-web
