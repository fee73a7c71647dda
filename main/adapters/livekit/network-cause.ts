import { cause, type Cause } from '../../contract/causes/causes.ts';

/** Node's and OpenSSL's codes for a certificate that was read and not trusted. */
const CERTIFICATE =
  /^(?:CERT_|DEPTH_|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT|HOSTNAME_MISMATCH|INVALID_CA)/;
/** OpenSSL's reasons for bytes that are not TLS; Node 20 has them in the message of an `EPROTO` only. */
const NOT_TLS =
  /wrong.version.number|packet.length.too.long|http.request|unknown.protocol|bad.record.type/i;
const TLS_ALERT = /^(?:EPROTO$|ERR_SSL_)/;

/** The server answered the request for a WebSocket with a status of HTTP. */
export class UpgradeRefused extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`status ${status}`);
    this.name = 'UpgradeRefused';
    this.status = status;
  }
}

/**
 * The cause behind an error of `fetch`, a socket or a WebSocket on the way to a LiveKit server. Both hide the
 * system's code: fetch in `cause`, and for several addresses in its `errors`.
 */
export function networkCause(
  error: unknown,
  { url, seconds }: { url: string; seconds: number },
): Cause {
  const { host, hostname, port, protocol } = new URL(url);
  if (error instanceof Error && error.name === 'TimeoutError') {
    return cause('timeout', { host, seconds });
  }
  if (error instanceof Error && /handshake has timed out/.test(error.message)) {
    return cause('timeout', { host, seconds });
  }
  if (error instanceof UpgradeRefused) {
    const { status } = error;
    if (status === 401 || status === 403) {
      return cause('refused', { status, reason: 'it takes no token of this project for a join.' });
    }
    // Measured: a full room is a 500 here, and a proxy without upgrade a 404 or a 200.
    return status >= 500
      ? cause('signal_refused', { reason: `status ${status}` })
      : cause('no_websocket', { host, status });
  }
  // undici's, from the list of the Fetch standard; browsers have the same one.
  if (deepestMessage(error) === 'bad port') return cause('port_blocked', { port });
  const code = errorCode(error);
  if (code === 'ECONNREFUSED') return cause('connection_refused', { host });
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return cause('unknown_host', { host: hostname });
  if (code === 'ETIMEDOUT') return cause('timeout', { host, seconds });
  // macOS answers so, too, for a local address where its user has not allowed the local network.
  if (/^E(?:HOST|NET)(?:UNREACH|DOWN)$/.test(code)) return cause('no_route', { host });
  if (CERTIFICATE.test(code)) return cause('certificate_untrusted', { host, reason: code });
  if (TLS_ALERT.test(code) && protocol !== 'ws:') {
    return NOT_TLS.test(`${code} ${deepestMessage(error)}`)
      ? cause('tls_expected_plain_found', { host })
      : cause('tls_failed', { host, reason: code });
  }
  return cause('connection_reset', { host, reason: code });
}

function deepestMessage(error: unknown): string {
  let found: unknown = error;
  for (
    let depth = 0;
    depth < 8 && found instanceof Error && found.cause instanceof Error;
    depth += 1
  ) {
    found = found.cause;
  }
  return found instanceof Error ? found.message : '';
}

/** The system's code of an error, however deep it is; `UNKNOWN` where there is none. */
export function errorCode(error: unknown): string {
  let found: unknown = error;
  for (let depth = 0; found instanceof Error && depth < 8; depth += 1) {
    if ('code' in found && typeof found.code === 'string') return found.code;
    found = found instanceof AggregateError ? found.errors[0] : found.cause;
  }
  return 'UNKNOWN';
}
