# First one direction, then the other one added to it.
kubectl create -f - <<EOF
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: island, namespace: netpol-demo}
spec: {podSelector: {}}
EOF
kubectl patch networkpolicy island -n netpol-demo -p '{"spec":{"policyTypes":["Ingress","Egress"]}}'
