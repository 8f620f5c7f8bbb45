# The label is the only thing that changes.
kubectl patch networkpolicy allow-client-to-web -n case-typo --type=json -p '[{"op": "replace", "path": "/spec/podSelector", "value": {"matchLabels": {"app": "web"}}}]'
