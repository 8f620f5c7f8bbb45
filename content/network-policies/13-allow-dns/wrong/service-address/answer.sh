# The address that stands in /etc/resolv.conf is the Service's. Policies are judged behind it.
dns=$(kubectl get service kube-dns -n kube-system -o jsonpath='{.spec.clusterIP}')
kubectl apply -f - <<EOF
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: allow-dns, namespace: netpol-demo}
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
  - to: [{ipBlock: {cidr: $dns/32}}]
    ports: [{protocol: UDP, port: 53}, {protocol: TCP, port: 53}]
EOF
