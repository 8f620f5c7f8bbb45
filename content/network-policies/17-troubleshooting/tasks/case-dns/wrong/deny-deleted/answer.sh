kubectl delete networkpolicy default-deny-egress -n case-dns
