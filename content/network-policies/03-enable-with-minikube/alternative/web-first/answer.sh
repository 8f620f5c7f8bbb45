# One after the other, by hand.
minikube start --cni calico
for pod in web api db client; do
  kubectl delete pod $pod -n netpol-demo --now
done
kubectl run web -n netpol-demo --image=nginx --port=80 --labels=app=web,tier=frontend
kubectl run api -n netpol-demo --image=nginx --port=80 --labels=app=api,tier=backend
kubectl run db -n netpol-demo --image=nginx --port=80 --labels=app=db,tier=database
kubectl run client -n netpol-demo --image=busybox --labels=app=client -- sleep 3600
kubectl wait pods --all -n netpol-demo --for=condition=Ready --timeout=60s
