/** The two channels between the window and the host. What travels on them is the contract's (calls.ts, events.ts). */
export const CALL_CHANNEL = 'token-tray:call';
export const EVENT_CHANNEL = 'token-tray:event';

/** The name under which a page finds the preload's transport. */
export const TRANSPORT_GLOBAL = 'tokenTray';
