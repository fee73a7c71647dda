import type { PortListener } from './port-owner.ts';
import { outputOf } from './run-program.ts';

export async function windowsListeners(port: number, withinMs: number): Promise<PortListener[]> {
  const tables = await Promise.all(
    ['TCP', 'TCPv6'].map((protocol) => outputOf('netstat', ['-ano', '-p', protocol], withinMs)),
  );
  const pids = new Set(tables.flatMap((table) => parseNetstat(table, port)));
  return Promise.all(
    [...pids].map(async (pid) => {
      const parameters = ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH'];
      const name = parseTasklist(await outputOf('tasklist', parameters, withinMs));
      return name === undefined ? { pid } : { pid, name };
    }),
  );
}

/**
 * The process ids that listen on `port`, from `netstat -ano`. The word for "listening" is translated on
 * a translated Windows; a foreign address with port 0 is not.
 */
export function parseNetstat(output: string, port: number): number[] {
  return output.split('\n').flatMap((line) => {
    const [protocol, local, foreign, , pid] = line.trim().split(/\s+/);
    const listens =
      protocol === 'TCP' &&
      foreign?.endsWith(':0') === true &&
      local?.endsWith(`:${port}`) === true;
    return listens && pid !== undefined ? [Number(pid)] : [];
  });
}

/** The image name in the first line of `tasklist /FO CSV /NH`; its "no tasks" message is not CSV. */
export function parseTasklist(output: string): string | undefined {
  return /^"([^"]+)","\d+"/.exec(output.trim())?.[1];
}
