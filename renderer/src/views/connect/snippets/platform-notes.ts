import type { Note, SnippetInput } from './clients.ts';

// Each note names where it comes from and when that was read.

/** developer.apple.com/documentation/bundleresources/information-property-list/nsallowslocalnetworking, 2026-11. */
const ATS: Note = {
  text: 'iOS allows plain HTTP to local addresses only with this in Info.plist:',
  code: `<key>NSAppTransportSecurity</key>
<dict>
  <key>NSAllowsLocalNetworking</key>
  <true/>
</dict>`,
};

/** Apple's technical note TN3179, "Understanding local network privacy", 2026-11. The simulator does not ask. */
const LOCAL_NETWORK_IOS: Note = {
  text: 'A real iPhone asks before an app may reach the local network. Say why in Info.plist:',
  code: `<key>NSLocalNetworkUsageDescription</key>
<string>Fetches a LiveKit token from this developer's machine.</string>`,
};

const ATS_ON_PHONE: Note = {
  text: 'iOS allows plain HTTP to local addresses only with the first of these in Info.plist, and gives the second as the reason when it asks for the local network:',
  code: `${ATS.code}
${LOCAL_NETWORK_IOS.code}`,
};

/**
 * developer.android.com/privacy-and-security/security-config and
 * developer.android.com/build/manage-manifests, 2026-11: a debug build merges this manifest in.
 */
function debugManifest(permission: string | undefined): Note {
  const target = permission === undefined ? '' : ` The permission is ${FOR_TARGET}.`;
  return {
    text: `Android blocks plain HTTP unless the app allows it. Save as app/src/debug/AndroidManifest.xml, or merge into the one there.${target}`,
    code: `<manifest xmlns:android="http://schemas.android.com/apk/res/android">${
      permission === undefined ? '' : `\n  ${permission}`
    }
  <application android:usesCleartextTraffic="true" />
</manifest>`,
  };
}

/**
 * developer.android.com/privacy-and-security/security-config, 2026-11. The file takes the place of
 * usesCleartextTraffic, so localhost has to be named too.
 */
function securityConfig({ host }: SnippetInput): Note {
  const hosts = [...new Set([host, 'localhost'])];
  return {
    text: 'If the app has a network security config, that decides instead. Add to it:',
    code: `<domain-config cleartextTrafficPermitted="true">
${hosts.map((name) => `  <domain includeSubdomains="false">${name}</domain>`).join('\n')}
</domain-config>`,
  };
}

/**
 * The debug manifest and Info.plist of React Native 0.86's and Expo 58's templates, 2026-11. A network security
 * config of one's own would replace what they allow, Metro's address with it.
 */
const ALLOWED_IN_DEBUG: Note = {
  text: 'Debug builds allow plain HTTP already. Add no network security config: it would lock out Metro.',
};

/**
 * developer.android.com/privacy-and-security/local-network-permission, 2026-11: enforced where the app targets
 * API 37, for every TCP and UDP connection to a LAN address.
 */
const LOCAL_NETWORK_PERMISSION =
  '<uses-permission android:name="android.permission.ACCESS_LOCAL_NETWORK" />';
const FOR_TARGET =
  'for apps that target Android 17 (API 37), which also have to ask for it at run time';
const LOCAL_NETWORK_ANDROID: Note = {
  text: `LAN addresses need this permission in the manifest, ${FOR_TARGET}:`,
  code: LOCAL_NETWORK_PERMISSION,
};

/**
 * developer.android.com/tools/adb, 2026-11. A caller that asks at localhost is answered with LiveKit at localhost, so
 * its ports are forwarded too; adb forwards no UDP, and media goes over 7881/tcp (docs.livekit.io, ports and firewall).
 */
function reverse({ port, liveKitPorts }: SnippetInput): Note {
  const ports = [port, ...liveKitPorts];
  return {
    text: 'Or use localhost in the URL, over USB or in the emulator, after this, once per device and boot:',
    code: ports.map((each) => `adb reverse tcp:${each} tcp:${each}`).join('\n'),
  };
}

/** Wicg "Local Network Access", in Chrome since 142, split into two permissions since 145; 2026-11. */
export const PAGE_PERMISSION: Note = {
  text: 'Chrome asks for the local network permission if the page is served from elsewhere, and refuses it to plain HTTP: use https or localhost, or let your dev server forward /token. An iframe also needs:',
  code: '<iframe allow="loopback-network; local-network"></iframe>',
};

/**
 * What a native app needs before it may make a plain HTTP call to the device's URL.
 *
 * @param allowed where the framework or the snippet's own notes allow plain HTTP already
 */
export function nativeNotes(
  input: SnippetInput,
  platforms: readonly ('ios' | 'android')[],
  allowed?: 'in debug builds' | 'on Android',
): Note[] {
  const { device } = input;
  const onPhone = device === 'phone';
  const onApple = platforms.includes('ios') && (device === 'simulator' || onPhone);
  const onAndroid = platforms.includes('android') && (device === 'emulator' || onPhone);
  const permission = onPhone ? LOCAL_NETWORK_PERMISSION : undefined;
  return [
    ...(allowed === 'in debug builds' && (onApple || onAndroid) ? [ALLOWED_IN_DEBUG] : []),
    ...(onApple && allowed !== 'in debug builds' ? [onPhone ? ATS_ON_PHONE : ATS] : []),
    ...(onApple && allowed === 'in debug builds' && onPhone ? [LOCAL_NETWORK_IOS] : []),
    ...(onAndroid && allowed === undefined
      ? [debugManifest(permission), securityConfig(input)]
      : []),
    ...(onAndroid && onPhone && allowed !== undefined ? [LOCAL_NETWORK_ANDROID] : []),
    ...(onAndroid ? [reverse(input)] : []),
  ];
}
