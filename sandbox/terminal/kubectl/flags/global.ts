import { flag } from './definition'

/** Flags of every command (`kubectl options`). What only makes sense for a kubectl on a host of its own is accepted and unused. */
export const globalFlags = [
  flag.string('as', 'Act as this user (impersonation).'),
  flag.array('as-group', 'Act as a member of this group; may be repeated.'),
  flag.string('as-uid', 'Act with this UID (impersonation).'),
  flag.array('as-user-extra', 'Extra attributes of the user to act as (key=value); may be repeated.'),
  flag.string('cache-dir', 'Directory for cached discovery answers.', {
    default: '/home/learner/.kube/cache',
  }),
  flag.string('certificate-authority', 'Path to a certificate file of the authority that signed the server.'),
  flag.string('client-certificate', 'Path to a client certificate file for TLS.'),
  flag.string('client-key', 'Path to a client key file for TLS.'),
  flag.string('cluster', 'The name of the kubeconfig cluster to use'),
  flag.string('context', 'The name of the kubeconfig context to use'),
  flag.bool('disable-compression', 'Do not ask the server for compressed answers'),
  flag.bool(
    'insecure-skip-tls-verify',
    "Do not check the server's certificate. This makes the connection insecure.",
  ),
  flag.string('kubeconfig', 'Path to the kubeconfig file to use.'),
  flag.string('kuberc', 'Path to the kuberc file with preferences.'),
  flag.duration('log-flush-frequency', 'How long log lines may be held back', { default: 5000 }),
  flag.bool('match-server-version', 'Fail unless client and server have the same version'),
  flag.string('namespace', 'The namespace of this request', { shorthand: 'n' }),
  flag.string('password', 'Password for basic authentication to the API server'),
  flag.string('profile', 'Name of profile to capture.', { default: 'none' }),
  flag.string('profile-output', 'File to write the profile to', { default: 'profile.pprof' }),
  flag.string(
    'request-timeout',
    'How long to wait for one answer of the server (1s, 2m, 3h); 0 waits for ever.',
    {
      default: '0',
    },
  ),
  flag.string('server', 'Address and port of the Kubernetes API server', { shorthand: 's' }),
  flag.string('tls-server-name', "Server name to check the server's certificate against."),
  flag.string('token', 'Bearer token for authentication to the API server'),
  flag.string('user', 'The name of the kubeconfig user to use'),
  flag.string('username', 'Username for basic authentication to the API server'),
  flag.int('v', 'Verbosity of the log', { shorthand: 'v', default: 0 }),
  flag.string('vmodule', 'Verbosity by file (pattern=N, comma-separated)'),
  flag.bool('warnings-as-errors', 'Exit with a non-zero status when the server sends a warning'),
]
