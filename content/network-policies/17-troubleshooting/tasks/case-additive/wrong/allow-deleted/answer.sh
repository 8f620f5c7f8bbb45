kubectl delete networkpolicy allow-same-namespace -n case-additive
