// The least code that mints: Express with its JSON parser, and the AccessToken of livekit-server-sdk.
// No check of who asks, no default, no policy, no activity. What ours is measured against.
import express from 'express';
import { AccessToken } from 'livekit-server-sdk';

const app = express();
app.use(express.json());
app.post('/token', async (request, response) => {
  const { room_name: room, participant_identity: identity } = request.body;
  const token = new AccessToken('devkey', 'secret', { identity, ttl: '15m' });
  token.addGrant({ roomJoin: true, room });
  response.json({ server_url: 'ws://localhost:7880', participant_token: await token.toJwt() });
});
app.listen(Number(process.argv[2]), '127.0.0.1');
