# Two policies, and neither lets anybody in: policies only add.
for name in closed also-closed; do
  kubectl apply -f - <<EOF
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: $name, namespace: shop}
spec: {podSelector: {}, policyTypes: [Ingress]}
EOF
done
