import type { OptionSyntax } from '../options'

/** Every option of curl 7.88.1 (`curl --help all`); those that make no difference here are taken and do nothing. */
const shortFlags = 'aqfGgI0ik46jlLMnNZ#pJORSs231BvV'
const shortWithValue = 'E:K:C:b:c:d:D:F:P:H:h:m:o:x:U:Q:r:e:X:Y:y:t:z:T:u:A:w:'

const shortNames = `
  append=a cert=E config=K continue-at=C cookie=b cookie-jar=c data=d disable=q dump-header=D
  fail=f form=F ftp-port=P get=G globoff=g head=I header=H help=h http1.0=0 include=i insecure=k
  ipv4=4 ipv6=6 junk-session-cookies=j list-only=l location=L manual=M max-time=m netrc=n
  no-buffer=N output=o parallel=Z progress-bar=# proxy=x proxy-user=U proxytunnel=p quote=Q
  range=r referer=e remote-header-name=J remote-name=O remote-time=R request=X show-error=S
  silent=s speed-limit=Y speed-time=y sslv2=2 sslv3=3 telnet-option=t time-cond=z tlsv1=1
  upload-file=T use-ascii=B user=u user-agent=A verbose=v version=V write-out=w`

const flags = `
  anyauth basic cert-status compressed compressed-ssh create-dirs crlf digest disable-eprt
  disable-epsv disallow-username-in-url doh-cert-status doh-insecure fail-early fail-with-body
  false-start form-escape ftp-create-dirs ftp-pasv ftp-pret ftp-skip-pasv-ip ftp-ssl-ccc
  ftp-ssl-control haproxy-protocol http0.9 http1.1 http2 http2-prior-knowledge http3 http3-only
  ignore-content-length location-trusted mail-rcpt-allowfails metalink negotiate netrc-optional
  no-alpn no-clobber no-keepalive no-npn no-progress-meter no-sessionid ntlm ntlm-wb
  parallel-immediate path-as-is post301 post302 post303 proxy-anyauth proxy-basic proxy-digest
  proxy-insecure proxy-negotiate proxy-ntlm proxy-ssl-allow-beast proxy-ssl-auto-client-cert
  proxy-tlsv1 raw remote-name-all remove-on-error retry-all-errors retry-connrefused sasl-ir
  socks5-basic socks5-gssapi socks5-gssapi-nec ssl ssl-allow-beast ssl-auto-client-cert
  ssl-no-revoke ssl-reqd ssl-revoke-best-effort styled-output suppress-connect-headers
  tcp-fastopen tcp-nodelay tftp-no-options tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 tr-encoding
  trace-time xattr`

const withValue = `
  abstract-unix-socket alt-svc aws-sigv4 cacert capath cert-type ciphers connect-timeout
  connect-to create-file-mode crlfile curves data-ascii data-binary data-raw data-urlencode
  delegation dns-interface dns-ipv4-addr dns-ipv6-addr dns-servers doh-url egd-file engine
  etag-compare etag-save expect100-timeout form-string ftp-account ftp-alternative-to-user
  ftp-method ftp-ssl-ccc-mode happy-eyeballs-timeout-ms hostpubmd5 hostpubsha256 hsts interface
  json keepalive-time key key-type krb libcurl limit-rate local-port login-options mail-auth
  mail-from mail-rcpt max-filesize max-redirs netrc-file noproxy oauth2-bearer output-dir
  parallel-max pass pinnedpubkey preproxy proto proto-default proto-redir proxy-cacert
  proxy-capath proxy-cert proxy-cert-type proxy-ciphers proxy-crlfile proxy-header proxy-key
  proxy-key-type proxy-pass proxy-pinnedpubkey proxy-service-name proxy-tls13-ciphers
  proxy-tlsauthtype proxy-tlspassword proxy-tlsuser proxy1.0 pubkey random-file rate
  request-target resolve retry retry-delay retry-max-time sasl-authzid service-name socks4
  socks4a socks5 socks5-gssapi-service socks5-hostname stderr tftp-blksize tls-max tls13-ciphers
  tlsauthtype tlspassword tlsuser trace trace-ascii unix-socket url url-query`

/** Other names of one thing. */
const same: Readonly<Record<string, string>> = {
  'data-ascii': 'd:',
  'data-binary': 'data-binary:',
  'no-progress-meter': 'no-progress-meter',
  url: '@url:',
}

const words = (text: string) => text.trim().split(/\s+/)
const takesValue = (letter: string) => shortWithValue.includes(`${letter}:`)

export const curlSyntax: OptionSyntax = {
  short: shortFlags + shortWithValue,
  long: {
    ...Object.fromEntries(
      words(shortNames).map(pair => {
        const [name = '', letter = ''] = pair.split('=')
        return [name, takesValue(letter) ? `${letter}:` : letter]
      }),
    ),
    ...Object.fromEntries(words(flags).map(name => [name, name])),
    ...Object.fromEntries(words(withValue).map(name => [name, `${name}:`])),
    ...same,
  },
}

/** Options whose value must be a number. */
export const numeric: readonly (readonly [option: string, shown: string])[] = [
  ['m', '-m'],
  ...['connect-timeout', 'max-redirs', 'retry', 'retry-delay', 'retry-max-time', 'keepalive-time'].map(
    name => [name, `--${name}`] as const,
  ),
]
