import { defined } from '../contract/json.ts';
import { parseArgs } from 'node:util';
import { parsePort, portProblem } from '../contract/addresses.ts';
import { DEFAULT_UI_PORT } from '../contract/limits-and-defaults.ts';

export interface ServeOptions {
  /** The endpoint's port for this run, where it is not the one of the settings. 0: any free port. */
  port?: number;
  /** The window's port. 0: any free port. */
  uiPort: number;
  dataDir?: string;
  /** Whether to open the window in the browser. */
  open: boolean;
  /** One JSON line on stdout once tokens are served, and nothing else. */
  json: boolean;
}

/**
 * Reads the arguments of a plain `serve` without loading the command line's parser, which takes longer
 * than everything else before the first token. Anything unusual (help, another command, a mistake)
 * returns `undefined`: then the parser runs.
 */
export function parseServeArguments(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): ServeOptions | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      strict: true,
      allowPositionals: true,
      options: {
        port: { type: 'string' },
        'ui-port': { type: 'string' },
        'data-dir': { type: 'string' },
        open: { type: 'boolean' },
        'no-open': { type: 'boolean' },
        json: { type: 'boolean' },
      },
    });
    if (positionals.length > 1 || (positionals[0] ?? 'serve') !== 'serve') return undefined;
    const portText = values.port ?? env['TOKEN_TRAY_PORT'];
    const port = portText === undefined ? undefined : usablePort(portText);
    const uiPort = usablePort(
      values['ui-port'] ?? env['TOKEN_TRAY_UI_PORT'] ?? String(DEFAULT_UI_PORT),
    );
    const dataDir = values['data-dir'] ?? env['TOKEN_TRAY_DATA_DIR'];
    if (port === null || uiPort === null || uiPort === undefined || dataDir === '')
      return undefined;
    return defined({
      port,
      uiPort,
      dataDir,
      open: values.open === true && values['no-open'] !== true,
      json: values.json === true,
    });
  } catch {
    return undefined;
  }
}

function usablePort(text: string): number | null {
  const port = parsePort(text);
  return port === undefined || portProblem(port) !== undefined ? null : port;
}
