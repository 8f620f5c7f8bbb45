#!/usr/bin/env bash
# Puts into a test cluster's registry the images that it lacks for the lessons.
#   images.sh REGISTRY
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
