kubectl patch networkpolicy db-from-prod-frontend -n case-andor --type=json -p '[
  {"op": "remove", "path": "/spec/ingress/0/from/1"},
  {"op": "add", "path": "/spec/ingress/0/from/0/podSelector", "value": {"matchLabels": {"role": "frontend"}}}]'
