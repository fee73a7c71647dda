import { nativeNotes, PAGE_PERMISSION } from './platform-notes.ts';
import { ROOM, type SnippetInput, type SnippetWriter } from './clients.ts';

/** livekit-client 2.23.0. */
export const javascript: SnippetWriter = (input) => ({
  code: joinCode(input),
  notes:
    input.device === 'browser'
      ? [
          {
            text: 'Works for pages on localhost. Requests from other origins appear in Activity, where one click allows them.',
          },
          PAGE_PERMISSION,
        ]
      : [PAGE_PERMISSION],
});

/** @livekit/components-react 2.9.24. */
export const react: SnippetWriter = (input) => ({
  code: `${hookCode(input)}

export function JoinMyRoom() {
  const { connectionState } = useMyRoom();
  return <p>{connectionState}</p>;
}`,
  notes: [PAGE_PERMISSION],
});

/** useSession comes from components-react, which @livekit/react-native 3.0.0 does not export again. */
export const reactNative: SnippetWriter = (input) => ({
  code: hookCode(input),
  notes: [
    {
      text: 'npm install livekit-client @livekit/components-react @livekit/react-native @livekit/react-native-webrtc. In index.js, before the app is registered:',
      code: `import { registerGlobals } from '@livekit/react-native';
registerGlobals();`,
    },
    ...nativeNotes(input, ['ios', 'android'], 'in debug builds'),
  ],
});

/** Expo 58 with @livekit/react-native-expo-plugin: Expo Go has no WebRTC. */
export const expo: SnippetWriter = (input) => ({
  code: hookCode(input),
  notes: [
    {
      text: 'Needs a development build (npx expo run:ios or run:android), because Expo Go has no WebRTC. In app.json:',
      code: '"plugins": ["@livekit/react-native-expo-plugin", "@config-plugins/react-native-webrtc"]',
    },
    {
      text: 'In the app’s entry file, before anything else:',
      code: `import { registerGlobals } from '@livekit/react-native';
registerGlobals();`,
    },
    ...nativeNotes(input, ['ios', 'android'], 'in debug builds'),
  ],
});

/** capacitorjs.com/docs/config, 2026-11: a page on https://localhost may not load plain HTTP. */
export const capacitor: SnippetWriter = (input) => ({
  code: joinCode(input),
  notes: [
    ...(input.device === 'simulator'
      ? []
      : [
          {
            text: 'Android serves the app on https://localhost, from where plain HTTP is mixed content. In capacitor.config.ts, for development:',
            code: "server: { androidScheme: 'http', cleartext: true },",
          },
        ]),
    ...nativeNotes(input, ['ios', 'android'], 'on Android'),
  ],
});

/** v2.tauri.app/security/csp, 2026-11. */
export const tauri: SnippetWriter = (input) => ({
  code: joinCode(input),
  notes: [
    {
      text: 'If tauri.conf.json sets a content security policy, add to its connect-src:',
      code: [
        input.base,
        ...input.liveKitPorts.slice(0, 1).map((port) => `ws://${input.host}:${port}`),
      ].join(' '),
    },
  ],
});

/** client-sdk-unity-web (2026-04) has no token source. UnityWebRequest.Post with a content type: Unity 2022.2 and later. */
export const unityWebgl: SnippetWriter = ({ url, tokenServerId: id }) => ({
  code: `using System;
using System.Collections;
using LiveKit;
using UnityEngine;
using UnityEngine.Networking;

public class JoinMyRoom : MonoBehaviour
{
    [Serializable]
    class Details
    {
        public string server_url;
        public string participant_token;
    }

    Room room;

    IEnumerator Start()
    {
        using var fetch = UnityWebRequest.Post(
            "${url}", "{\\"room_name\\":\\"${ROOM}\\"}", "application/json");${
              id === undefined ? '' : `\n        fetch.SetRequestHeader("X-Sandbox-ID", "${id}");`
            }
        yield return fetch.SendWebRequest();
        if (fetch.result != UnityWebRequest.Result.Success)
        {
            Debug.LogError($"No token: {fetch.error} {fetch.downloadHandler.text}");
            yield break;
        }

        var details = JsonUtility.FromJson<Details>(fetch.downloadHandler.text);
        room = new Room();
        yield return room.Connect(details.server_url, details.participant_token);
    }
}`,
  notes: [
    {
      text: 'Project Settings, Player, Other Settings, “Allow downloads over HTTP”: Allowed in development builds.',
    },
    PAGE_PERMISSION,
  ],
});

/** @livekit/rtc-node 1.1.0 on Node.js 20. */
export const node: SnippetWriter = ({ url, tokenServerId: id }) => ({
  code: `import { Room } from '@livekit/rtc-node';

const answer = await fetch('${url}', {
  method: 'POST',
  headers: { 'Content-Type': 'application/json'${id === undefined ? '' : `, 'X-Sandbox-ID': '${id}'`} },
  body: JSON.stringify({ room_name: '${ROOM}' }),
});
if (!answer.ok) throw new Error(await answer.text());

const { server_url, participant_token } = JSON.parse(await answer.text());
const room = new Room();
await room.connect(server_url, participant_token);`,
  notes: [],
});

function joinCode({ url, tokenServerId }: SnippetInput): string {
  return `import { Room, TokenSource } from 'livekit-client';

const tokenSource = TokenSource.endpoint('${url}'${headers(tokenServerId)});

const { serverUrl, participantToken } = await tokenSource.fetch({
  roomName: '${ROOM}',
});
const room = new Room();
await room.connect(serverUrl, participantToken);`;
}

function hookCode({ url, tokenServerId }: SnippetInput): string {
  return `import { useSession } from '@livekit/components-react';
import { TokenSource } from 'livekit-client';
import { useEffect } from 'react';

const tokenSource = TokenSource.endpoint('${url}'${headers(tokenServerId)});

export function useMyRoom() {
  const session = useSession(tokenSource, { roomName: '${ROOM}' });
  const { start, end } = session;
  useEffect(() => {
    void start();
    return () => void end();
  }, [start, end]);
  return session;
}`;
}

function headers(id: string | undefined): string {
  return id === undefined ? '' : `, {\n  headers: { 'X-Sandbox-ID': '${id}' },\n}`;
}
