import type { Target } from '../../../state/endpoint-urls.ts';

/** What a snippet is written for. */
export interface SnippetInput {
  /** The endpoint as `target` reaches it. */
  url: string;
  /** Scheme, host and port of `url`. */
  base: string;
  host: string;
  port: number;
  target: Target;
  /** Whether callers must show the key or the token server ID. */
  needsKey: boolean;
}

export interface Note {
  text: string;
  /** What to put where, such as a line of a manifest. */
  code?: string;
}

export interface Snippet {
  code: string;
  notes: readonly Note[];
}

/** Stands where the token server ID goes: what opens the door is never written into a snippet. */
export const ID_PLACEHOLDER = 'TOKEN_SERVER_ID';

/** iOS refuses plain HTTP until the app says that local addresses are fine. */
export const ATS_NOTE: Note = {
  text: 'iOS lets an app use plain HTTP on the local network only with this in Info.plist:',
  code: `<key>NSAppTransportSecurity</key>
<dict>
  <key>NSAllowsLocalNetworking</key>
  <true/>
</dict>`,
};

/** A phone asks the person before an app may look for other machines on its network. */
export const LOCAL_NETWORK_NOTE: Note = {
  text: 'A real iPhone also asks for the local network. Say why in Info.plist:',
  code: `<key>NSLocalNetworkUsageDescription</key>
<string>Fetches a LiveKit token from this developer's machine.</string>`,
};

export function cleartextNote(host: string): Note {
  return {
    text: 'Android lets an app use plain HTTP only for the hosts named in res/xml/network_security_config.xml (and android:networkSecurityConfig in the manifest of the debug build):',
    code: `<network-security-config>
  <domain-config cleartextTrafficPermitted="true">
    <domain includeSubdomains="false">${host}</domain>
  </domain-config>
</network-security-config>`,
  };
}

export function reverseNote(port: number): Note {
  return {
    text: 'Over USB, or to use localhost in the emulator, forward the port. Once per device and boot:',
    code: `adb reverse tcp:${port} tcp:${port}`,
  };
}

/** What each platform wants before it makes a plain HTTP call to `target`. */
export function platformNotes({ target, host, port }: SnippetInput): Note[] {
  if (target === 'simulator') return [ATS_NOTE];
  if (target === 'emulator') return [cleartextNote(host), reverseNote(port)];
  return [];
}
