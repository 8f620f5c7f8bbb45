kubectl delete networkpolicy deny-batch-to-db -n case-additive
