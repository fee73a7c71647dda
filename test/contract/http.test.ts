import { tmpdir } from 'node:os';
import { startControlServer } from '../../main/control/control-server.ts';
import { createSession } from '../../main/control/session.ts';
import { startEndpoint } from '../fixtures/endpoint.ts';
import { openHttpTransport } from '../fixtures/http-transport.ts';
import { contractSuite } from './contract-suite.ts';

contractSuite('HTTP', async () => {
  const endpoint = await startEndpoint();
  const { dispatch, listen } = endpoint.tokenTray;
  const session = createSession();
  const server = await startControlServer({
    port: 0,
    dispatch,
    listen,
    session,
    rendererFolder: tmpdir(),
    log: endpoint.ports.log,
  });
  const transport = await openHttpTransport(server.url, session.token);
  return {
    transport,
    close: async () => {
      transport.close();
      await server.close();
      await endpoint.close();
    },
  };
});
