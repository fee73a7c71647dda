// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ASK = 'token-tray:sign-in';
const CODE = 'token-tray:code';

/** Asks for a code on every connection to Vite, so that a restarted host signs the open page in by itself. */
const SIGN_IN = `
  import { createHotContext } from '/@vite/client';
  const hot = createHotContext('/token-tray-sign-in');
  hot.on('${CODE}', ({ code }) => { location.hash = 'code=' + code; });
  hot.on('vite:ws:connect', () => hot.send('${ASK}', {}));
  hot.send('${ASK}', {});
`;

/**
 * Serves the window against a headless host: passes its calls on, and signs the page in with a one-time code, at
 * first and after each restart of the host. The host's own guards stay as they are.
 *
 * @param {{ controlPort: number, dataFolder: string }} host
 * @returns {import('vite').Plugin & { signIn: () => Promise<void> }}
 */
export function devWindow({ controlPort, dataFolder }) {
  const target = `http://127.0.0.1:${controlPort}`;
  /** @type {import('vite').ViteDevServer | undefined} */
  let server;
  /** A page is told of a code that the host takes, or of nothing. */
  const signIn = async () => {
    const code = await newCode(target, dataFolder);
    if (code !== undefined) server?.ws.send(CODE, { code });
  };
  return {
    name: 'token-tray-dev-window',
    apply: 'serve',
    signIn,
    config: () => ({
      server: {
        proxy: {
          '/api': {
            target,
            changeOrigin: true,
            configure: (proxy) => {
              proxy.on('proxyReq', (outgoing, incoming) => {
                // A page of another origin keeps its own, which the host refuses.
                const own = `http://${incoming.headers.host}`;
                if (incoming.headers.origin === own) outgoing.setHeader('Origin', target);
                if (incoming.headers.referer?.startsWith(`${own}/`) === true) {
                  outgoing.removeHeader('Referer');
                }
              });
              proxy.on('error', () => {});
            },
          },
        },
      },
    }),
    configureServer(created) {
      server = created;
      server.ws.on(ASK, () => void signIn());
    },
    transformIndexHtml: () => [
      { tag: 'script', attrs: { type: 'module' }, children: SIGN_IN, injectTo: 'head' },
    ],
  };
}

/**
 * @param {string} target
 * @param {string} dataFolder
 * @returns {Promise<string | undefined>} Undefined while no host answers.
 */
async function newCode(target, dataFolder) {
  try {
    /** @type {{ token: string }} */
    const { token } = JSON.parse(readFileSync(join(dataFolder, 'window-session.json'), 'utf8'));
    const answer = await fetch(`${target}/api/session/link`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}` },
    });
    /** @type {{ value: { url: string } }} */
    const { value } = JSON.parse(await answer.text());
    return new URL(value.url).hash.replace('#code=', '');
  } catch {
    return undefined;
  }
}
