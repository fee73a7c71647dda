import { nativeNotes, PAGE_PERMISSION } from './platform-notes.ts';
import { ROOM, type SnippetWriter } from './snippet.ts';

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
    val details = tokenSource.fetch(TokenRequestOptions(roomName = "${ROOM}")).getOrThrow()
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
