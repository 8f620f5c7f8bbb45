import type { Descriptions } from '.'

const networking = 'io.k8s.api.networking.v1'

export const networkPolicies: Descriptions = {
  [`${networking}.NetworkPolicy`]: {
    '': 'Says which connections the pods that it selects may have. Pods that no policy selects may have all; what one policy allows, no other forbids.',
  },
  [`${networking}.NetworkPolicySpec`]: {
    '': 'Which pods, in which directions, and what they may do.',
    egress:
      'What the selected pods may connect to: a connection needs one rule that allows it. With Egress in policyTypes and no rules, nothing.',
    ingress:
      'Who may connect to the selected pods: a connection needs one rule that allows it. With Ingress in policyTypes and no rules, nobody.',
    podSelector: "The pods of the policy's own namespace that it is about. Empty: all of them.",
    policyTypes:
      'The directions that the policy is about: Ingress, Egress or both. If it is missing, Ingress always, and Egress if there are egress rules.',
  },
  [`${networking}.NetworkPolicyIngressRule`]: {
    '': 'Allows connections from these peers to these ports. What is left out is not restricted; an empty rule allows everything.',
    from: 'Who may connect, any one of these. Empty or missing: everybody.',
    ports: 'The ports of the selected pods, any one of these. Empty or missing: every port.',
  },
  [`${networking}.NetworkPolicyEgressRule`]: {
    '': 'Allows connections to these peers on these ports. What is left out is not restricted; an empty rule allows everything.',
    ports: 'The ports of the destination, any one of these. Empty or missing: every port.',
    to: 'What may be connected to, any one of these. Empty or missing: everything.',
  },
  [`${networking}.NetworkPolicyPeer`]: {
    '': 'Pods or addresses. podSelector and namespaceSelector in one item must both match; as two items, either will do.',
    ipBlock: 'Addresses. It cannot stand beside a selector in one item.',
    namespaceSelector:
      'All pods of the namespaces with these labels, or, beside a podSelector, those of their pods that it matches. Empty: every namespace.',
    podSelector:
      "Pods with these labels: of the policy's own namespace, unless a namespaceSelector stands beside it. Empty: all of them.",
  },
  [`${networking}.NetworkPolicyPort`]: {
    '': 'A port or a range of ports of one protocol.',
    endPort: 'The last port of a range that begins with port, which must be a number then.',
    port: "The port's number, or the name that the pod gives it. Missing: every port of the protocol.",
    protocol: 'TCP, UDP or SCTP. Missing: TCP.',
  },
  [`${networking}.IPBlock`]: {
    '': 'A range of addresses, with parts of it left out.',
    cidr: 'The range, e.g. 192.168.1.0/24 or 2001:db8::/64.',
    except: 'Ranges within cidr that this item does not mean. Another rule may still allow them.',
  },
}
