# By a name: what is reached behind it is web all the same.
kubectl expose pod web -n netpol-demo --port=80
kubectl exec -n netpol-demo client -- wget -qO- -T 2 http://web
kubectl delete service web -n netpol-demo
