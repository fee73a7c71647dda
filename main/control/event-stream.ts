import type { Request, Response } from 'express';
import { failure } from '../contract/errors.ts';
import { EVENT_NAMES } from '../contract/client.ts';
import { EVENTS_COMMENT_SECONDS, formatEventFrame } from '../contract/http-protocol.ts';
import type { TokenTray } from '../core/create-token-tray.ts';
import { sendFailure } from './send-reply.ts';

export interface EventStreams {
  open(request: Request, response: Response): Promise<void>;
  /** Ends every stream, so that the listener can close. */
  close(): void;
}

const MAX_STREAMS = 32;
/** A window that reads nothing for long (a laptop's tab put to sleep) is cut off: it comes back and gets the state whole. */
const MAX_PENDING_BYTES = 4 * 1024 * 1024;

/** Pushes the core's events to every open window as server-sent events. */
export function createEventStreams({
  dispatch,
  listen,
}: Pick<TokenTray, 'dispatch' | 'listen'>): EventStreams {
  const open = new Set<() => void>();

  return {
    open: async (request, response) => {
      if (open.size >= MAX_STREAMS) {
        sendFailure(response, failure('too_many_windows', { limit: MAX_STREAMS }));
        return;
      }
      response.writeHead(200, {
        'Content-Type': 'text/event-stream; charset=utf-8',
        'X-Accel-Buffering': 'no',
      });
      // Firefox does not resolve the fetch before the first bytes of the body.
      response.write(': connected\n\n');
      const push = (text: string): void => {
        response.write(text);
        if (response.writableLength > MAX_PENDING_BYTES) response.destroy();
      };
      const removers = EVENT_NAMES.map((name) =>
        listen(name, (payload) => {
          push(formatEventFrame(name, payload));
        }),
      );
      const timer = setInterval(() => {
        push(': still here\n\n');
      }, EVENTS_COMMENT_SECONDS * 1000);
      const end = (): void => {
        response.end();
      };
      open.add(end);
      response.once('close', () => {
        open.delete(end);
        clearInterval(timer);
        for (const remove of removers) remove();
      });
      const state = await dispatch('state.get', undefined);
      if (state.ok && request.socket.writable) push(formatEventFrame('state.changed', state.value));
    },
    close: () => {
      for (const end of open) end();
    },
  };
}
