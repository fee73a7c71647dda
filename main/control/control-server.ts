import { ERRORS, errorTrace, TokenTrayError, type Failure } from '../contract/errors.ts';
import { SESSION_CODE_PARAMETER } from '../contract/http-protocol.ts';
import { DEFAULT_UI_PORT } from '../contract/limits-and-defaults.ts';
import { JSON_TYPE, type Answer, newRequestId } from '../server/answer.ts';
import {
  createHttpServer,
  stopServer,
  SERVER_LIMITS,
  type ServerLimits,
} from '../server/http-server.ts';
import { createControlApp, type ControlAppOptions } from './control-app.ts';

interface ControlServerOptions extends Omit<ControlAppOptions, 'newLink'> {
  /** 0: any free port. */
  port: number;
}

export interface ControlServer {
  /** Such as `http://127.0.0.1:7886/`. */
  url: string;
  /** The address with a fresh code, which signs a browser in once and for a minute. */
  newLink(): string;
  /** Resolves within a second: calls under way are answered first, streams are ended. */
  close(): Promise<void>;
}

const CLOSE_WITHIN_MS = 500;
/** A person has a handful of windows. */
const LIMITS: ServerLimits = { ...SERVER_LIMITS, maxConnections: 256 };

/** Serves the window on 127.0.0.1, by address: a name could resolve to ::1 alone. */
export async function startControlServer({
  port,
  ...options
}: ControlServerOptions): Promise<ControlServer> {
  let url = '';
  const newLink = (): string => `${url}#${SESSION_CODE_PARAMETER}=${options.session.newCode()}`;
  const { app, streams } = createControlApp({ ...options, newLink });
  const httpServer = createHttpServer({
    app,
    limits: LIMITS,
    answerUnread,
    onError: (error) =>
      options.log('error', 'The window’s server cannot accept a connection.', {
        ...errorTrace(error),
      }),
  });
  const { server } = httpServer;

  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(listenError(error.code ?? '', port));
    });
    server.listen({ port, host: '127.0.0.1', exclusive: true }, resolve);
  });
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : port}/`;

  return {
    url,
    newLink,
    close: () => {
      streams.close();
      return stopServer(httpServer, CLOSE_WITHIN_MS);
    },
  };
}

function listenError(code: string, port: number): TokenTrayError {
  if (code === 'EADDRINUSE')
    return new TokenTrayError('port_in_use', { port, owner: '', suggestion: port + 1 });
  if (code === 'EACCES')
    return new TokenTrayError('port_forbidden', { port, suggestion: DEFAULT_UI_PORT });
  return new TokenTrayError('address_unavailable', { address: '127.0.0.1' });
}

/** Answers what Node could not read as a request: Express never saw it. */
export function answerUnread(error: Failure): Answer {
  return {
    id: newRequestId(),
    status: ERRORS[error.code].status,
    type: JSON_TYPE,
    body: JSON.stringify({ ok: false, error }),
    code: error.code,
  };
}
