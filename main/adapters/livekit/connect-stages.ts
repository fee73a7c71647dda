import { connect as connectTcp, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { parseLiveKitUrl } from '../../contract/livekit-url.ts';
import type { ConnectServer, ConnectStage } from '../../core/livekit-ports.ts';

const WITHIN_MS = 2_500;

/** Opens a connection as a client does, certificate and all, and times each stage. Nothing is sent. */
export const connectStages: ConnectServer = ({ url }) => {
  const parsed = parseLiveKitUrl(url);
  if ('code' in parsed) return Promise.resolve([]);
  const { hostname: host } = parsed;
  const isTls = parsed.url.startsWith('wss:');
  const port = Number(new URL(parsed.url).port || (isTls ? 443 : 80));
  const names = isIP(host) === 0 ? (['name'] as const) : [];
  const open: ConnectStage['stage'][] = [...names, 'TCP', ...(isTls ? (['TLS'] as const) : [])];
  return new Promise((resolve) => {
    const stages: ConnectStage[] = [];
    let since = performance.now();
    const span = (): number => {
      const ms = Math.round(performance.now() - since);
      since = performance.now();
      return ms;
    };
    const reached = (stage: ConnectStage['stage']): void => {
      if (open[0] !== stage) return;
      open.shift();
      stages.push({ stage, ms: span() });
      if (open.length === 0) end();
    };
    const end = (): void => {
      clearTimeout(limit);
      socket.destroy();
      const [failed] = open;
      resolve(
        failed === undefined ? stages : [...stages, { stage: failed, ms: span(), failed: true }],
      );
    };
    const limit = setTimeout(end, WITHIN_MS);
    const socket = isTls
      ? connectTls({ host, port, ...(isIP(host) === 0 ? { servername: host } : {}) })
      : connectTcp({ host, port });
    socket.on('lookup', (error: Error | null) => {
      if (error === null) reached('name');
    });
    socket.once('connect', () => {
      reached('TCP');
    });
    socket.once('secureConnect', () => {
      reached('TLS');
    });
    socket.on('error', end);
  });
};
