#!/usr/bin/env bash
# Makes a bare test cluster fit for the lessons: images that its registry lacks, and a DNS that a busy node lets live.
#   prepare.sh REGISTRY
# prom/prometheus: somebody who listens on 9090 is all that a lesson needs of it.
# netpol-lab/probe:dev: agnhost with dig, which the usual agnhost image has.
# netpol-lab/toolbox:dev: the machine of learners' terminals.
set -euo pipefail
registry=${1:?which registry?}
agnhost=$registry/e2e-test-images/agnhost:2.63.0

crane mutate "$agnhost" -t "$registry/prom/prometheus:latest" \
  --entrypoint=/agnhost --cmd=netexec,--http-port=9090 >/dev/null

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
dig=$(command -v dig)
for file in "$dig" $(ldd "$dig" | grep -oE '/[^ ]+'); do
  mkdir -p "$root$(dirname "$file")"
  cp -L "$file" "$root$file"
done
tar -C "$root" --owner=0 --group=0 --numeric-owner -cf "$root.tar" .
trap 'rm -rf "$root" "$root.tar"' EXIT
crane append -b "$agnhost" -f "$root.tar" -t "$registry/netpol-lab/probe:dev" >/dev/null

"$(dirname "$0")/../../deploy/toolbox/for-test-cluster" "$registry/netpol-lab/toolbox:dev"

# As kubeadm's has it. Without, it is the first to starve: under load the kubelet takes it for dead, and kills it.
kubectl -n kube-system set resources deployment/coredns --requests=cpu=100m,memory=70Mi
kubectl -n kube-system rollout status deployment/coredns --timeout=120s
