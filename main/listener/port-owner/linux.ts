// Not from node:fs/promises, which is a module that every start would load.
import { promises as files } from 'node:fs';
import type { PortListener } from './port-owner.ts';

/** TCP_LISTEN in the kernel's `include/net/tcp_states.h`. */
const LISTEN = '0A';

/** Reads /proc: no program is started. Other users' processes keep their sockets to themselves. */
export async function linuxListeners(port: number): Promise<PortListener[]> {
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map(textOf));
  const inodes = new Set(tables.flatMap((table) => listeningInodes(table, port)));
  if (inodes.size === 0) return [];

  const pids = (await files.readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const owners = await Promise.all(
    pids.map(async (pid) => ((await hasSocket(pid, inodes)) ? [Number(pid)] : [])),
  );
  return Promise.all(
    owners.flat().map(async (pid) => {
      const name = (await textOf(`/proc/${pid}/comm`)).trim();
      return name === '' ? { pid } : { pid, name };
    }),
  );
}

/** The inodes of the sockets that listen on `port`, from a table such as /proc/net/tcp. */
export function listeningInodes(table: string, port: number): string[] {
  const portHex = port.toString(16).toUpperCase().padStart(4, '0');
  return table.split('\n').flatMap((line) => {
    const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
    const listens = state === LISTEN && local?.endsWith(`:${portHex}`) === true;
    return listens && inode !== undefined ? [inode] : [];
  });
}

async function hasSocket(pid: string, inodes: ReadonlySet<string>): Promise<boolean> {
  const folder = `/proc/${pid}/fd`;
  const descriptors = await files.readdir(folder).catch(() => []);
  const links = await Promise.all(
    descriptors.map((name) => files.readlink(`${folder}/${name}`).catch(() => '')),
  );
  return links.some((link) => inodes.has(/^socket:\[(\d+)\]$/.exec(link)?.[1] ?? ''));
}

/** Empty where the file is not there or not for us. */
function textOf(path: string): Promise<string> {
  return files.readFile(path, 'utf8').catch(() => '');
}
