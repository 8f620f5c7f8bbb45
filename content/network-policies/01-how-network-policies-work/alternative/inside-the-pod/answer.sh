# One exec, three calls, and a file to keep the pages in.
addresses=$(kubectl get pods -n netpol-demo --no-headers -o custom-columns=IP:.status.podIP,APP:.metadata.labels.app | grep -v client | awk '{print $1}' | tr '\n' ' ')
kubectl exec -n netpol-demo client -- sh -c "for ip in $addresses; do wget -q -T 2 -O /tmp/page http://\$ip:80/; done"
