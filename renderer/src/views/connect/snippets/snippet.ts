import type { Device } from '../../../state/endpoint-urls.ts';

/** The target of a snippet. */
export interface SnippetInput {
  /** The endpoint as `device` reaches it. */
  url: string;
  /** Scheme, host and port of `url`. */
  base: string;
  host: string;
  port: number;
  device: Device;
  /** The project's token server ID, if callers have to send it. */
  tokenServerId?: string;
}

export interface Note {
  text: string;
  /** Code to add, such as a line of a manifest. */
  code?: string;
}

export interface Snippet {
  code: string;
  notes: readonly Note[];
}

/** iOS refuses plain HTTP unless the app allows local addresses. */
export const ATS_NOTE: Note = {
  text: 'iOS only allows plain HTTP on the local network with this in Info.plist:',
  code: `<key>NSAppTransportSecurity</key>
<dict>
  <key>NSAllowsLocalNetworking</key>
  <true/>
</dict>`,
};

/** iOS asks before an app may reach other machines on its network. */
export const LOCAL_NETWORK_NOTE: Note = {
  text: 'A real iPhone also asks for access to the local network. Say why in Info.plist:',
  code: `<key>NSLocalNetworkUsageDescription</key>
<string>Fetches a LiveKit token from this developer's machine.</string>`,
};

/** Chrome keeps pages of other places from this machine, whatever the endpoint answers. */
export const PAGE_PERMISSION_NOTE: Note = {
  text: 'Chrome asks for the local network permission if the page is served from elsewhere, and refuses it to plain HTTP: use https or localhost, or let your dev server forward /token. An iframe also needs:',
  code: '<iframe allow="loopback-network; local-network"></iframe>',
};

export function cleartextNote(host: string): Note {
  return {
    text: 'Android only allows plain HTTP to the hosts in res/xml/network_security_config.xml (referenced by android:networkSecurityConfig in the debug manifest):',
    code: `<network-security-config>
  <domain-config cleartextTrafficPermitted="true">
    <domain includeSubdomains="false">${host}</domain>
  </domain-config>
</network-security-config>`,
  };
}

export function reverseNote(port: number): Note {
  return {
    text: 'To use localhost over USB or in the emulator, forward the port, once per device and boot:',
    code: `adb reverse tcp:${port} tcp:${port}`,
  };
}

/** What each platform needs before it makes a plain HTTP call to `device`. */
export function platformNotes({ device, host, port }: SnippetInput): Note[] {
  if (device === 'simulator') return [ATS_NOTE];
  if (device === 'emulator') return [cleartextNote(host), reverseNote(port)];
  return [];
}
