# The broad allow no longer speaks of db.
kubectl patch networkpolicy allow-same-namespace -n case-additive -p '{"spec": {"podSelector": {"matchExpressions": [{"key": "app", "operator": "NotIn", "values": ["db"]}]}}}'
