import type { LiveKitServer } from '../../core/ports.ts';
import { createAskServer } from './ask-server.ts';

/** Loaded with the first question: a host that only mints never needs it. */
export function createLiveKitServer(
  options: Parameters<typeof createAskServer>[0] = {},
): LiveKitServer {
  return {
    ask: createAskServer(options),
    readRoom: async (input) => (await import('./read-room.ts')).readRoom(input),
    readRooms: async (input) => (await import('./rooms.ts')).readRooms(input),
    readAgents: async (input) => (await import('./agents.ts')).readAgents(input),
    dispatchAgent: async (input) => (await import('./agents.ts')).dispatchAgent(input),
    changeRoom: async (input) => (await import('./rooms.ts')).changeRoom(input),
    probeJoin: async (input) => (await import('./join-probe.ts')).probeJoin(input),
  };
}
