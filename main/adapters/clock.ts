import type { Clock } from '../core/ports.ts';
import { wallClock } from '../core/wall-clock.ts';

export const systemClock: Clock = wallClock;
