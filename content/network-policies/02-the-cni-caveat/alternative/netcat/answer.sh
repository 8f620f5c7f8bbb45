# The door is enough, nobody needs the page.
kubectl get pods -n kube-flannel
kubectl exec -n netpol-demo client -- nc -zv -w 2 "$(kubectl get pods -n netpol-demo -l app=web -o jsonpath='{.items[0].status.podIP}')" 80
