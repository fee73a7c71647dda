import { nativeNotes, PAGE_PERMISSION } from './platform-notes.ts';
import { ROOM, type SnippetWriter } from './clients.ts';

/** client-sdk-swift 2.16.0. */
export const swift: SnippetWriter = (input) => ({
  code: `import Foundation
import LiveKit

struct TokenTray: EndpointTokenSource {
    let url = URL(string: "${input.url}")!${
      input.tokenServerId === undefined
        ? ''
        : `\n    let headers = ["X-Sandbox-ID": "${input.tokenServerId}"]`
    }
}

@MainActor
func joinMyRoom() async -> Session {
    let session = Session(
        tokenSource: TokenTray(),
        tokenOptions: TokenRequestOptions(roomName: "${ROOM}")
    )
    await session.start()
    return session
}`,
  notes: nativeNotes(input, ['ios']),
});

/** livekit-android 2.26.0. */
export const kotlin: SnippetWriter = (input) => ({
  code: `import io.livekit.android.room.Room
import io.livekit.android.token.TokenRequestOptions
import io.livekit.android.token.TokenSource

suspend fun joinMyRoom(room: Room) {
    val tokenSource = TokenSource.fromEndpoint(
        url = "${input.url}",${
          input.tokenServerId === undefined
            ? ''
            : `\n        headers = mapOf("X-Sandbox-ID" to "${input.tokenServerId}"),`
        }
    )
    val details = tokenSource
        .fetch(TokenRequestOptions(roomName = "${ROOM}"))
        .getOrThrow()
    room.connect(details.serverUrl, details.participantToken)
}`,
  notes: nativeNotes(input, ['android']),
});

/** livekit_client 2.11.0. */
export const flutter: SnippetWriter = (input) => ({
  code: `import 'package:livekit_client/livekit_client.dart';

Future<Room> joinMyRoom() async {
  final tokenSource = EndpointTokenSource(
    url: Uri.parse('${input.url}'),${
      input.tokenServerId === undefined
        ? ''
        : `\n    headers: {'X-Sandbox-ID': '${input.tokenServerId}'},`
    }
  );
  final details = await tokenSource.fetch(
    const TokenRequestOptions(roomName: '${ROOM}'),
  );
  final room = Room();
  await room.connect(details.serverUrl, details.participantToken);
  return room;
}`,
  notes: input.device === 'browser' ? [PAGE_PERMISSION] : nativeNotes(input, ['ios', 'android']),
});

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
