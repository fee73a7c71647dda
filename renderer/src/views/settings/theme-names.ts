import type { AppSettings } from '../../../../main/contract/settings.ts';

/** The contract's themes without its schemas, which the window need not carry. */
export const THEME_NAMES = [
  'system',
  'light',
  'dark',
] as const satisfies readonly AppSettings['theme'][];
