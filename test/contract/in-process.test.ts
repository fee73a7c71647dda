import { inProcessTransport } from '../fixtures/in-process-transport.ts';
import { startEndpoint } from '../fixtures/endpoint.ts';
import { contractSuite } from './contract-suite.ts';

contractSuite('the process itself', async () => {
  const { tokenTray, close } = await startEndpoint();
  return { transport: inProcessTransport(tokenTray), close };
});
