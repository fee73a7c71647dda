import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express, { type Express, type Response } from 'express';
import { errorTrace, failure } from '../contract/errors.ts';
import { signalPort } from '../contract/livekit-url.ts';
import type { RoomTicket } from '../contract/rooms.ts';
import type { Log } from '../core/ports.ts';
import { REQUEST_ID_HEADER, handleErrors } from '../server/answer.ts';
import {
  createHttpServer,
  stopServer,
  type HttpServer,
  SERVER_LIMITS,
} from '../server/http-server.ts';
import { answerUnread } from './control-server.ts';
import { guardWindow, setResponseHeaders, sendFailure, sendReply } from './window-request.ts';

/** How long an address waits for a browser. */
const TICKET_MS = 60_000;
/** How long the listener stays after the last address: its lifetime, and half a minute for a slow browser. */
const IDLE_MS = 90_000;
const CLOSE_WITHIN_MS = 500;
/** Unused addresses at a time. No user opens this many pages. */
const MAX_TICKETS = 16;

export interface RoomPages {
  /** A loopback address that shows the room page, and hands it this ticket once. */
  open(ticket: RoomTicket): Promise<string>;
  /** Ends the server, if one runs. */
  close(): Promise<void>;
}

interface RoomPagesOptions {
  /** The built window, which holds the room page too. */
  rendererFolder: string;
  log: Log;
  now?: () => number;
}

interface Held {
  ticket: RoomTicket;
  endsAt: number;
}

/**
 * Serves the page that joins a room. It has an origin of its own, so it cannot call the window's API, and may
 * connect to nothing but its ticket's LiveKit server. The listener runs only while a page may still load from it.
 */
export function createRoomPages({
  rendererFolder,
  log,
  now = Date.now,
}: RoomPagesOptions): RoomPages {
  const tickets = new Map<string, Held>();
  let running: Promise<HttpServer> | undefined;
  let idle: ReturnType<typeof setTimeout> | undefined;

  const find = (code: string): Held | undefined => {
    const held = tickets.get(code);
    return held !== undefined && held.endsAt > now() ? held : undefined;
  };

  const stop = async (): Promise<void> => {
    clearTimeout(idle);
    tickets.clear();
    const ended = running;
    running = undefined;
    if (ended !== undefined) await stopServer(await ended, CLOSE_WITHIN_MS);
  };

  const start = async (): Promise<HttpServer> => {
    const app = createRoomPageApp({
      rendererFolder,
      log,
      find,
      take: (code) => tickets.delete(code),
    });
    const httpServer = createHttpServer({
      app,
      limits: { ...SERVER_LIMITS, maxConnections: 64 },
      answerUnread,
      onError: (error) => {
        log('error', 'The room page’s server cannot accept a connection.', {
          ...errorTrace(error),
        });
      },
    });
    await new Promise<void>((resolve, reject) => {
      httpServer.server.once('error', reject);
      httpServer.server.listen({ port: 0, host: '127.0.0.1', exclusive: true }, resolve);
    });
    return httpServer;
  };

  return {
    async open(ticket) {
      clearTimeout(idle);
      running ??= start();
      const { server } = await running;
      const code = randomBytes(24).toString('base64url');
      for (const [known, { endsAt }] of tickets) if (endsAt <= now()) tickets.delete(known);
      const [oldest] = tickets.keys();
      if (oldest !== undefined && tickets.size >= MAX_TICKETS) tickets.delete(oldest);
      tickets.set(code, { ticket, endsAt: now() + TICKET_MS });
      idle = setTimeout(() => void stop(), IDLE_MS);
      idle.unref();
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has such an address
      const { port } = server.address() as AddressInfo;
      return `http://127.0.0.1:${port}/${code}`;
    },
    close: stop,
  };
}

interface RoomPageAppOptions extends Omit<RoomPagesOptions, 'now'> {
  find(code: string): Held | undefined;
  /** Whether the code was still there. */
  take(code: string): boolean;
}

function createRoomPageApp({ rendererFolder, log, find, take }: RoomPageAppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false);
  app.set('case sensitive routing', true);
  app.set('strict routing', true);
  app.use(setResponseHeaders, guardWindow);

  app.get('/icon.svg', (_request, response) => {
    response.sendFile('icon.svg', { root: rendererFolder, cacheControl: false, etag: false });
  });
  app.get('/:code', async (request, response, next) => {
    const held = find(request.params.code);
    if (held === undefined) {
      next();
      return;
    }
    const page = await readFile(join(rendererFolder, 'room.html'), 'utf8');
    response.set('Content-Security-Policy', pagePolicy(held.ticket.serverUrl));
    response.type('html').send(page);
  });
  app.post('/:code', (request, response) => {
    const { code } = request.params;
    const held = find(code);
    if (held === undefined || !take(code)) sendFailure(response, failure('room_link_used'));
    else sendReply(response, { ok: true, value: held.ticket });
  });
  app.use(
    '/assets',
    express.static(join(rendererFolder, 'assets'), {
      dotfiles: 'ignore',
      redirect: false,
      index: false,
      cacheControl: false,
      etag: false,
      lastModified: false,
    }),
  );
  app.use((request, response) => {
    if (request.method === 'GET') sendUsedPage(response);
    else sendFailure(response, failure('not_found'));
  });
  app.use(
    handleErrors({
      log,
      requestId: (_request, response) => String(response.getHeader(REQUEST_ID_HEADER)),
      refuse: (error, _request, response) => {
        sendFailure(response, error);
      },
    }),
  );
  return app;
}

function sendUsedPage(response: Response): void {
  const { message } = failure('room_link_used');
  response
    .status(404)
    .type('html')
    .send(`<!doctype html><html lang="en"><title>Token Tray</title><p>${message}</p></html>`);
}

/** What the page may load: its own bundle, and one LiveKit server. WebRTC goes where that server says. */
export function pagePolicy(serverUrl: string): string {
  const { protocol, hostname, host } = new URL(serverUrl);
  // A policy cannot name an IPv6 address, so it allows any host at that port.
  const known = hostname.startsWith('[') ? `*:${signalPort(serverUrl)}` : host;
  const isSafe = /^[\w.*-]+(?::\d+)?$/.test(known);
  const http = protocol === 'wss:' ? 'https:' : 'http:';
  const servers = isSafe ? ` ${protocol}//${known} ${http}//${known}` : '';
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `connect-src 'self'${servers}`,
    "img-src 'self'",
    "font-src 'self'",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
