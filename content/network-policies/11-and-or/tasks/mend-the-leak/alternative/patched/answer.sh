# The second peer goes, and its selector moves in with the first.
kubectl patch networkpolicy allow-prod-web -n netpol-demo --type=json -p '[
  {"op": "remove", "path": "/spec/ingress/0/from/1"},
  {"op": "add", "path": "/spec/ingress/0/from/0/podSelector", "value": {"matchLabels": {"app": "web"}}}]'
