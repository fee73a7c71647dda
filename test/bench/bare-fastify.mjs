// As bare-express.mjs, on the fastest of the usual frameworks.
import fastify from 'fastify';
import { AccessToken } from 'livekit-server-sdk';

const app = fastify();
app.post('/token', async (request) => {
  const { room_name: room, participant_identity: identity } = request.body;
  const token = new AccessToken('devkey', 'secret', { identity, ttl: '15m' });
  token.addGrant({ roomJoin: true, room });
  return { server_url: 'ws://localhost:7880', participant_token: await token.toJwt() };
});
await app.listen({ port: Number(process.argv[2]), host: '127.0.0.1' });
