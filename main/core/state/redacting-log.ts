import type { Log } from '../ports.ts';
import type { Vault } from './vault.ts';

const MASK = '••••';

/**
 * The host's log with every secret of the vault masked. Whatever an error's message repeats, a secret
 * that is in use does not get past here; what merely looks like one is the log's own business.
 */
export function createRedactingLog(log: Log, vault: Pick<Vault, 'secrets'>): Log {
  const redact = (text: string): string =>
    vault.secrets().reduce((masked, secret) => masked.replaceAll(secret, MASK), text);
  return (level, message, fields) => {
    log(
      level,
      redact(message),
      fields &&
        Object.fromEntries(
          Object.entries(fields).map(([name, value]) => [
            name,
            typeof value === 'string' ? redact(value) : value,
          ]),
        ),
    );
  };
}
