import type { PortListener } from './port-owner.ts';
import { outputOf } from './run-program.ts';

/** macOS and the BSDs. */
export async function lsofListeners(port: number, withinMs: number): Promise<PortListener[]> {
  const parameters = ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'];
  return parseLsof(await outputOf('lsof', parameters, withinMs));
}

/** Reads `lsof -Fpc`: a line per field, each process beginning with its `p`. */
export function parseLsof(output: string): PortListener[] {
  const listeners: PortListener[] = [];
  for (const line of output.split('\n')) {
    const value = line.slice(1).trim();
    if (line.startsWith('p')) listeners.push({ pid: Number(value) });
    const latest = listeners.at(-1);
    if (line.startsWith('c') && latest !== undefined) latest.name = value;
  }
  return listeners;
}
