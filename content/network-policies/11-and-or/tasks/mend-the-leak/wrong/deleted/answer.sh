# No leak any more, and no guest either.
kubectl delete networkpolicy allow-prod-web -n netpol-demo
