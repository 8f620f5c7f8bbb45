#!/usr/bin/env bash
# Helm's own starter chart, installed, upgraded, tested, rolled back and removed on an embedded cluster.
# HELM names a helm; else it is built from its Go module, once (some minutes).
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
work=$(mktemp -d)
helm=${HELM:-$root/.cache/upstream/helm}
if [ ! -x "$helm" ]; then
  echo 'Building helm (some minutes, once)'
  GOBIN=$root/.cache/upstream go install helm.sh/helm/v3/cmd/helm@v3.19.0
fi
bin/netpol-lab cluster --kubeconfig "$work/kubeconfig" > "$work/cluster.log" &
cluster=$!
trap 'kill $cluster; rm -rf "$work"' EXIT
until [ -e "$work/kubeconfig" ]; do
  kill -0 $cluster
  sleep 0.1
done
export KUBECONFIG=$work/kubeconfig HELM_CACHE_HOME=$work HELM_CONFIG_HOME=$work HELM_DATA_HOME=$work
cd "$work"
"$helm" create starter
"$helm" install demo ./starter --set image.tag=alpine --wait --timeout 30s
"$helm" upgrade demo ./starter --set image.tag=alpine,replicaCount=2 --wait --timeout 30s
"$helm" test demo --timeout 30s
"$helm" rollback demo 1 --wait --timeout 30s
"$helm" history demo | grep 'Rollback to 1'
"$helm" uninstall demo --wait --timeout 30s
if "$helm" status demo 2> /dev/null; then exit 1; fi
echo 'Helm: install, upgrade, test, rollback and uninstall passed'
