import { describe, expect, it } from 'vitest';
import { serverUrlFor } from '../../../main/core/request/server-url.ts';

describe('serverUrlFor', () => {
  it.each([
    ['ws://localhost:7880', '10.0.2.2', 'ws://10.0.2.2:7880'],
    ['ws://127.0.0.1:7880', '192.168.1.20', 'ws://192.168.1.20:7880'],
    ['ws://[::1]:7880', 'host.docker.internal', 'ws://host.docker.internal:7880'],
    ['wss://localhost/livekit', '10.0.3.2', 'wss://10.0.3.2/livekit'],
    ['ws://localhost:7880', '[fe80::1]', 'ws://[fe80::1]:7880'],
    ['ws://localhost:7880', 'fe80::1', 'ws://[fe80::1]:7880'],
  ])('W27 turns %s into what a caller at %s can reach', (project, caller, url) => {
    expect(serverUrlFor(project, caller)).toEqual({ url, rewritten: true });
  });

  it.each([
    ['ws://localhost:7880', 'localhost'],
    ['ws://localhost:7880', '127.0.0.1'],
    ['ws://localhost:7880', '[::1]'],
    ['ws://localhost:7880', 'app.localhost'],
    ['wss://my-app.livekit.cloud', '10.0.2.2'],
    ['ws://192.168.1.9:7880', '10.0.2.2'],
  ])('W27 leaves %s alone for a caller at %s', (project, caller) => {
    expect(serverUrlFor(project, caller)).toEqual({ url: project, rewritten: false });
  });
});
