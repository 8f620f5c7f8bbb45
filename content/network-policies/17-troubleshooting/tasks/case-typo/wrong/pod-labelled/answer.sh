# Mends the pod of today; the next web will not carry this label.
kubectl label pod web -n case-typo apps=web
