# A machine that starts makes every pod's interface anew, and Calico is in charge by then.
minikube start --cni=calico
minikube stop
minikube start
kubectl wait pods --all -n netpol-demo --for=condition=Ready --timeout=60s
