# The policy stays where it is; a label on a namespace does not move it.
kubectl label namespace default name=case-namespace
