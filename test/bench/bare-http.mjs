// What Node itself can do: no framework, and the HMAC written out. The upper bound for every server here.
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';

const HEADER = Buffer.from('{"alg":"HS256"}').toString('base64url');

createServer((request, response) => {
  let text = '';
  request.on('data', (chunk) => {
    text += chunk;
  });
  request.on('end', () => {
    const { room_name: room, participant_identity: identity } = JSON.parse(text);
    const now = Math.floor(Date.now() / 1000);
    const video = { roomJoin: true, room };
    const claims = { iss: 'devkey', sub: identity, nbf: now, exp: now + 900, video };
    const signed = `${HEADER}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
    const signature = createHmac('sha256', 'secret').update(signed).digest('base64url');
    const body = JSON.stringify({
      server_url: 'ws://localhost:7880',
      participant_token: `${signed}.${signature}`,
    });
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
    });
    response.end(body);
  });
}).listen(Number(process.argv[2]), '127.0.0.1');
