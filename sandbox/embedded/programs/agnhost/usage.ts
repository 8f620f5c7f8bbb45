/** Its help, which knows more commands than this lab's has. */
export const usage = `Usage:
  app [command]

Available Commands:
  audit-proxy                           Listens on port 8080 for incoming audit events
  completion                            Generate the autocompletion script for the specified shell
  connect                               Attempts a TCP, UDP or SCTP connection and returns useful errors
  crd-conversion-webhook                Starts HTTP server on port 443 for testing CustomResourceConversionWebhook
  dns-server-list                       Prints the host's DNS Server list
  dns-suffix                            Prints the host's DNS suffix list
  entrypoint-tester                     Prints the args it's passed and exits
  etc-hosts                             Prints the host's /etc/hosts file
  external-metrics                      Starts an external metrics server for testing
  fake-gitserver                        Fakes a git server
  fake-registry-server                  Starts a fake registry server for testing
  grpc-health-checking                  Starts a simple grpc health checking endpoint
  guestbook                             Creates a HTTP server with various endpoints representing a guestbook app
  help                                  Help about any command
  inclusterclient                       Periodically poll the Kubernetes "/healthz" endpoint
  liveness                              Starts a server that is alive for 10 seconds
  logs-generator                        Outputs lines of logs to stdout uniformly
  mounttest                             Creates files with given permissions and outputs FS type, owner, mode, permissions, contents of files
  mtlsclient                            Client is configured to build mTLS with server
  mtlsserver                            Server is configured to build mTLS with client and echo client's spiffe identity
  net                                   Creates webserver or runner for various networking tests
  netexec                               Creates HTTP(S), UDP, and (optionally) SCTP servers with various endpoints
  nettest                               Starts a tiny web server for checking networking connectivity
  no-snat-test                          Creates the /checknosnat and /whoami endpoints
  no-snat-test-proxy                    Creates a proxy for the /checknosnat endpoint
  nonewprivs                            Prints the UID of the running process
  pause                                 Pauses the execution
  podcertificatesigner                  Sign PodCertificateRequests addressed to a given signer
  port-forward-tester                   Creates a TCP server that sends chunks of data
  porter                                Serves requested data on ports specified in ENV variables
  resource-consumer-controller          Starts a HTTP server that spreads requests around resource consumers
  serve-hostname                        Serves the hostname
  stress                                Lightweight compute resource stress utlity
  tcp-reset                             Serves on a tcp port and RST the connections received
  test-service-account-issuer-discovery Tests the ServiceAccountIssuerDiscovery feature
  test-webserver                        Starts a simple HTTP fileserver
  webhook                               Starts a HTTP server, useful for testing MutatingAdmissionWebhook and ValidatingAdmissionWebhook

Flags:
  -h, --help                           help for app
      --log-flush-frequency duration   Maximum number of seconds between log flushes (default 5s)
  -v, --v Level                        number for the log level verbosity
      --version                        version for app
      --vmodule moduleSpec             comma-separated list of pattern=N settings for file-filtered logging (only works for the default text log format)

Use "app [command] --help" for more information about a command.
`

/** Is it a command of the real one? */
export const isKnown = (name: string): boolean => usage.includes(`\n  ${name} `)
