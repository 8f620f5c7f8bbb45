import type { ServedResponse } from '../http/server'

/** The version whose texts were recorded. */
export const nginxVersion = 'nginx/1.22.1'

export const welcomePage = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p><em>Thank you for using nginx.</em></p>
</body>
</html>
`

export const mainConfig = `
user  nginx;
worker_processes  auto;

error_log  /var/log/nginx/error.log notice;
pid        /var/run/nginx.pid;


events {
    worker_connections  1024;
}


http {
    include       /etc/nginx/mime.types;
    default_type  application/octet-stream;

    log_format  main  '$remote_addr - $remote_user [$time_local] "$request" '
                      '$status $body_bytes_sent "$http_referer" '
                      '"$http_user_agent" "$http_x_forwarded_for"';

    access_log  /var/log/nginx/access.log  main;

    sendfile        on;
    #tcp_nopush     on;

    keepalive_timeout  65;

    #gzip  on;

    include /etc/nginx/conf.d/*.conf;
}
`

export const defaultServer = `server {
    listen       80;
    listen  [::]:80;
    server_name  localhost;

    #access_log  /var/log/nginx/host.access.log  main;

    location / {
        root   /usr/share/nginx/html;
        index  index.html index.htm;
    }

    #error_page  404              /404.html;

    # redirect server error pages to the static page /50x.html
    #
    error_page   500 502 503 504  /50x.html;
    location = /50x.html {
        root   /usr/share/nginx/html;
    }
}
`

export const reasons: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  204: 'No Content',
  301: 'Moved Permanently',
  302: 'Moved Temporarily',
  303: 'See Other',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Not Allowed',
  418: '',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
}

const base = (): [string, string][] => [
  ['Server', nginxVersion],
  ['Date', new Date().toUTCString()],
]

/** An answer with nginx' own headers around it. */
export const response = (
  status: number,
  body: string,
  type: string,
  more: readonly (readonly [string, string])[] = [],
): ServedResponse => ({
  status,
  reason: reasons[status] ?? '',
  headers: [
    ...base(),
    ['Content-Type', type],
    ['Content-Length', String(Buffer.byteLength(body))],
    ...more.filter(([name]) => name === 'Last-Modified'),
    ['Connection', 'keep-alive'],
    ...more.filter(([name]) => name !== 'Last-Modified'),
  ],
  body,
})

/** The page that nginx makes for a status. */
export function errorPage(status: number, more: readonly (readonly [string, string])[] = []): ServedResponse {
  const title = `${status} ${status === 302 ? 'Found' : (reasons[status] ?? '')}`.trimEnd()
  const body = [
    '<html>',
    `<head><title>${title}</title></head>`,
    '<body>',
    `<center><h1>${title}</h1></center>`,
    `<hr><center>${nginxVersion}</center>`,
    '</body>',
    '</html>',
    '',
  ].join('\r\n')
  return response(status, body, 'text/html', more)
}

export const badRequest = (): ServedResponse => errorPage(400)
