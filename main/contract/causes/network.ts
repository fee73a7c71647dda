/** Starts a local LiveKit server that other machines reach too. */
export const OPEN_SERVER_COMMAND = 'livekit-server --dev --bind 0.0.0.0';

/** What goes wrong on the way to the LiveKit server, or on this machine. Most important first. */
export const NETWORK_CAUSES = {
  url_no_scheme: {
    level: 'cause',
    sentence: 'The server URL "{url}" has no scheme.',
    fix: 'Start it with wss:// or ws://.',
  },
  url_invalid: {
    level: 'cause',
    sentence: 'The server URL "{url}" cannot be read.',
    fix: 'Use a URL such as wss://my-app.livekit.cloud or ws://localhost:7880.',
  },
  port_blocked: {
    level: 'cause',
    sentence: 'Port {port} is one that browsers refuse to connect to.',
    fix: 'Let the server listen on another port, such as 7880.',
  },
  unknown_host: {
    level: 'cause',
    sentence: 'There is no host named {host}.',
    fix: 'Check the spelling of the URL, and that this machine is online.',
  },
  connection_refused: {
    level: 'cause',
    sentence: 'Nothing listens at {host}.',
    fix: 'Start the LiveKit server, or correct the port. A local one starts with "livekit-server --dev".',
  },
  no_route: {
    level: 'cause',
    sentence: 'There is no route from this machine to {host}.',
    fix: 'Check the address, the network and any VPN. On macOS 15 and newer also allow Token Tray, or the terminal that started it, in System Settings under Privacy & Security, Local Network.',
  },
  timeout: {
    level: 'cause',
    sentence: '{host} did not answer within {seconds} s.',
    fix: 'Check the host name, the network and any firewall on the way.',
  },
  connection_reset: {
    level: 'cause',
    sentence: '{host} closed the connection without an answer.',
    fix: 'Check the port: signaling is usually on 7880, and 7881 is for media only.',
  },
  tls_expected_plain_found: {
    level: 'cause',
    sentence: '{host} does not speak TLS, and wss:// needs it.',
    fix: 'Use ws:// for this server.',
  },
  plain_expected_tls_found: {
    level: 'cause',
    sentence: '{host} speaks TLS, and ws:// does not.',
    fix: 'Use wss:// for this server.',
  },
  tls_failed: {
    level: 'cause',
    sentence: '{host} speaks TLS, but refuses the handshake ({reason}).',
    fix: 'Check the host name in the URL: the server may have no certificate for it.',
  },
  certificate_untrusted: {
    level: 'cause',
    sentence: '{host} speaks TLS, but its certificate is not trusted ({reason}).',
    fix: 'Use a certificate that the app’s device trusts, or ws:// for local work.',
  },
  redirected: {
    level: 'cause',
    sentence: '{host} redirects to {location}. LiveKit clients do not follow redirects.',
    fix: 'Use the address that it redirects to.',
  },
  bad_gateway: {
    level: 'cause',
    sentence:
      'A proxy at {host} answers with {status}: the LiveKit server behind it is down or out of reach.',
    fix: 'Start the server behind the proxy, or correct the address that the proxy forwards to.',
  },
  proxy_refused: {
    level: 'cause',
    sentence: 'A proxy at {host} refuses the request with {status}; the answer is not LiveKit’s.',
    fix: 'Allow /rtc in the proxy, or use the server’s own address.',
  },
  server_error: {
    level: 'cause',
    sentence: '{host} fails with status {status}: {reason}',
    fix: 'Check the server’s log.',
  },
  url_has_path: {
    level: 'cause',
    sentence: 'The server URL has a path, {path}. With it, the web client retries forever.',
    fix: 'Remove the path: use {url}.',
  },
  not_livekit: {
    level: 'cause',
    sentence: '{host} answers, but it is not a LiveKit server (status {status}).',
    fix: 'Check the host and the port of the URL.',
  },
  no_websocket: {
    level: 'cause',
    sentence:
      '{host} answers HTTP but refuses the WebSocket that every client opens (status {status}).',
    fix: 'Let the proxy in front of the server pass the Upgrade and Connection headers.',
  },
  no_media_path: {
    level: 'cause',
    sentence:
      'Signaling works, but none of the media addresses that the server offers can be reached: {addresses}.',
    fix: 'Open the server’s UDP and TCP media ports, or correct node_ip (--node-ip).',
  },
  server_on_loopback: {
    level: 'cause',
    sentence: 'The LiveKit server listens only on this machine, so {device} cannot reach it.',
    fix: `Start it with "${OPEN_SERVER_COMMAND}".`,
  },
  turn_unreachable: {
    level: 'warning',
    sentence: 'The TURN server that LiveKit offers does not answer: {addresses}.',
    fix: 'Start it or correct its address; clients behind a strict firewall can only join through it.',
  },
  phone_not_seen: {
    level: 'cause',
    sentence: 'No phone has reached this machine yet.',
    fix: 'Put the phone on the same network as this machine: a guest network keeps devices apart, and so does mobile data. If its browser finds nothing, allow incoming connections to Token Tray (TCP port {port}) in this machine’s firewall.',
  },
  phone_gone: {
    level: 'cause',
    sentence: 'The phone opened the page, and then its requests stopped arriving.',
    fix: 'Keep the page open and the phone on this network, then scan the code again.',
  },
  signal_blocked: {
    level: 'cause',
    sentence: 'This machine reaches the LiveKit server at {host}, but the phone does not.',
    fix: 'Allow incoming connections to the LiveKit server (TCP port {port}) in the firewall of its machine.',
  },
  media_blocked: {
    level: 'cause',
    sentence: 'Signaling works, but no media gets from the phone to the server{addresses}.',
    fix: 'Open the server’s UDP and TCP media ports in its firewall, and make it offer an address that the phone reaches (node_ip, --node-ip).',
  },
  data_blocked: {
    level: 'cause',
    sentence: 'The phone connected to the server, but could not stay in the room: {reason}',
    fix: 'Check the server’s log for the participant.',
  },
} as const;
