import { nativeNotes, PAGE_PERMISSION } from './platform-notes.ts';
import { ROOM, type SnippetWriter } from './snippet.ts';

/** client-sdk-unity 2.0.0. Its token sources use HttpClient, which the editor's switch for plain HTTP is not for. */
export const unity: SnippetWriter = (input) => ({
  code: `using System.Collections;
using LiveKit;
using UnityEngine;

public class JoinMyRoom : MonoBehaviour
{
    Room room;

    IEnumerator Start()
    {
        var source = TokenSource.Endpoint(
            "${input.url}",
            ${
              input.tokenServerId === undefined
                ? 'null'
                : `new[] { new StringPair { key = "X-Sandbox-ID", value = "${input.tokenServerId}" } }`
            });
        var fetch = source.FetchConnectionDetails(new TokenSourceFetchOptions { RoomName = "${ROOM}" });
        yield return fetch;
        if (fetch.IsError)
        {
            Debug.LogError($"No token: {fetch.Exception?.Message}");
            yield break;
        }

        room = new Room();
        var details = fetch.Result;
        var connect = room.Connect(details.ServerUrl, details.ParticipantToken, new RoomOptions());
        yield return connect;
        if (connect.IsError) Debug.LogError("Could not join.");
    }
}`,
  notes: nativeNotes(input, ['ios', 'android']),
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
