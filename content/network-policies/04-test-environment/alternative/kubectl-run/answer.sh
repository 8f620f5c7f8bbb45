kubectl create namespace netpol-demo
kubectl run web -n netpol-demo --image=nginx --port=80 --labels=app=web,tier=frontend
kubectl run api -n netpol-demo --image=nginx:alpine --labels=app=api,tier=backend
kubectl run db -n netpol-demo --image=nginx --labels=app=db,tier=database,extra=label
kubectl run client -n netpol-demo --image=busybox --labels=app=client -- sleep 3600
