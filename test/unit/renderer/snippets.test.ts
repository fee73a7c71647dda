import { describe, expect, it } from 'vitest';
import {
  CLIENTS,
  CLIENT_TARGETS,
  type ClientName,
} from '../../../renderer/src/views/connect/snippets/clients.ts';
import {
  ID_PLACEHOLDER,
  type SnippetInput,
} from '../../../renderer/src/views/connect/snippets/snippet.ts';
import { writeSnippet } from '../../../renderer/src/views/connect/snippets/write-snippet.ts';

function inputFor(target: SnippetInput['target'], needsKey: boolean): SnippetInput {
  const host =
    target === 'emulator' ? '10.0.2.2' : target === 'phone' ? '192.168.1.20' : 'localhost';
  return {
    url: `http://${host}:7885/token`,
    base: `http://${host}:7885`,
    host,
    port: 7885,
    target,
    needsKey,
  };
}

function notesOf(client: ClientName, target: SnippetInput['target']): string {
  return JSON.stringify(writeSnippet(client, inputFor(target, false)).notes);
}

const cases = CLIENTS.flatMap((client) =>
  CLIENT_TARGETS[client].map((target) => [client, target] as const),
);

describe('snippets', () => {
  it.each(cases)('for %s on %s carry the live address', (client, target) => {
    const input = inputFor(target, false);
    expect(writeSnippet(client, input).code).toContain(client === 'esp32' ? input.base : input.url);
  });

  it.each(cases)(
    'for %s on %s show where the token server ID goes, and never one',
    (client, target) => {
      const { code, notes } = writeSnippet(client, inputFor(target, true));
      expect(code).toContain(ID_PLACEHOLDER);
      expect(notes[0]?.text).toContain(ID_PLACEHOLDER);
    },
  );

  it('name the switch that each platform wants for plain HTTP', () => {
    expect(notesOf('swift', 'simulator')).toContain('NSAllowsLocalNetworking');
    expect(notesOf('swift', 'phone')).toContain('NSLocalNetworkUsageDescription');
    expect(notesOf('kotlin', 'emulator')).toContain('cleartextTrafficPermitted');
    expect(notesOf('kotlin', 'emulator')).toContain('adb reverse tcp:7885 tcp:7885');
    expect(notesOf('flutter', 'emulator')).toContain('10.0.2.2</domain>');
  });
});
