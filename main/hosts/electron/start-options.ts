import { TokenTrayError } from '../../contract/errors.ts';

export interface StartOptions {
  /** Started by the system or for the tray alone: no window. */
  hidden: boolean;
  /** `--data-dir`, as given. */
  dataFolder: string | undefined;
  /** `--port`, for this run only. */
  port: number | undefined;
}

/** The switches the desktop app knows, `--name value` or `--name=value`; Chromium's own and anything else are left alone. */
export function startOptions(argv: readonly string[]): StartOptions {
  const port = valueOf(argv, '--port');
  return {
    hidden: argv.includes('--hidden'),
    dataFolder: valueOf(argv, '--data-dir'),
    port: port === undefined ? undefined : toPort(port),
  };
}

function valueOf(argv: readonly string[], name: string): string | undefined {
  const index = argv.findIndex((argument) => argument === name || argument.startsWith(`${name}=`));
  if (index === -1) return undefined;
  const argument = argv[index] ?? '';
  return argument === name ? argv[index + 1] : argument.slice(name.length + 1);
}

function toPort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new TokenTrayError('port_invalid');
  return port;
}
