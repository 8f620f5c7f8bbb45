import { denyDeleted, noDefaultDeny } from './directions/default-deny'
import { denyExpectedToOverride } from './directions/deny-expected-to-override'
import { dnsForgotten, dnsWithoutTcp, dnsWithoutUdp } from './directions/dns'
import { emptyList, emptyListForSome, emptyRule } from './directions/empty-rules'
import { onlyEgressOpened, onlyIngressOpened } from './directions/one-side-opened'
import {
  egressIsolatedToo,
  ingressIsolatedToo,
  policyTypesWithoutEgress,
  policyTypesWithoutIngress,
  rulesInWrongDirection,
  wrongDirection,
} from './directions/policy-types'
import { unaskedIsolation, unaskedRule } from './directions/unasked'
import { labelKeyTypo } from './labels/label-key-typo'
import { labelValueTypo } from './labels/label-value-typo'
import { namespaceLabelOnPods, namespaceNotLabelled } from './labels/namespace-not-labelled'
import { selectsEverything } from './labels/selects-everything'
import { selectsNothing } from './labels/selects-nothing'
import { dnsForSome, selectsSome } from './labels/selects-some'
import { todaysLabel } from './labels/todays-label'
import { wrongNamespace } from './labels/wrong-namespace'
import { andForOr } from './peers/and-for-or'
import { everyNamespace } from './peers/every-namespace'
import { everyPeer } from './peers/every-peer'
import { everyPod } from './peers/every-pod'
import { exceptForgotten } from './peers/except-forgotten'
import { exceptOutsideCidr } from './peers/except-outside-cidr'
import { ipBlockForPods } from './peers/ip-block-for-pods'
import { orForAnd } from './peers/or-for-and'
import { ownNamespacePeer } from './peers/own-namespace-peer'
import { selectorsForAddresses } from './peers/selectors-for-addresses'
import { selectorsForEverybody } from './peers/selectors-for-everybody'
import { swappedEnds } from './peers/swapped-ends'
import { wholeNamespace } from './peers/whole-namespace'
import { wrongBlock } from './peers/wrong-block'
import { everyPort } from './ports/every-port'
import { fromAndPortsApart } from './ports/from-and-ports-apart'
import { portByNumber } from './ports/port-by-number'
import { portRangeTooWide } from './ports/port-range-too-wide'
import { servicePort } from './ports/service-port'
import { udpForTcp } from './ports/udp-for-tcp'
import { wrongPort } from './ports/wrong-port'
import type { Recogniser } from './recogniser'

/** The common mistakes, the particular before the general: the first that explains a flow is named. */
export const recognisers: readonly Recogniser[] = [
  exceptOutsideCidr,
  exceptForgotten,
  labelKeyTypo,
  labelValueTypo,
  wrongNamespace,
  namespaceLabelOnPods,
  namespaceNotLabelled,
  todaysLabel,
  servicePort,
  udpForTcp,
  orForAnd,
  andForOr,
  fromAndPortsApart,
  wrongDirection,
  policyTypesWithoutEgress,
  policyTypesWithoutIngress,
  egressIsolatedToo,
  ingressIsolatedToo,
  denyDeleted,
  denyExpectedToOverride,
  emptyRule,
  emptyList,
  dnsForgotten,
  dnsWithoutTcp,
  dnsWithoutUdp,
  selectorsForEverybody,
  selectorsForAddresses,
  everyNamespace,
  wholeNamespace,
  everyPod,
  everyPeer,
  swappedEnds,
  ownNamespacePeer,
  ipBlockForPods,
  wrongBlock,
  portByNumber,
  wrongPort,
  portRangeTooWide,
  everyPort,
  selectsEverything,
  selectsNothing,
  onlyEgressOpened,
  onlyIngressOpened,
  selectsSome,
  noDefaultDeny,
  dnsForSome,
  emptyListForSome,
  rulesInWrongDirection,
  unaskedRule,
  unaskedIsolation,
]
