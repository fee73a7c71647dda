import type { ClientName } from './clients.ts';
import {
  ATS_NOTE,
  LOCAL_NETWORK_NOTE,
  PAGE_PERMISSION_NOTE,
  cleartextNote,
  platformNotes,
  reverseNote,
  type Snippet,
  type SnippetInput,
} from './snippet.ts';

/** The code that makes an app of `client` fetch its token here, ready to paste. It never holds a secret. */
export function writeSnippet(client: ClientName, input: SnippetInput): Snippet {
  return WRITERS[client](input);
}

const WRITERS: Readonly<Record<ClientName, (input: SnippetInput) => Snippet>> = {
  javascript: ({ url, tokenServerId: id }) => ({
    code: `import { Room, TokenSource } from 'livekit-client';

const tokenSource = TokenSource.endpoint('${url}'${scriptHeaders(id)});

// React: const session = useSession(tokenSource, { roomName: 'my-room' });
const { serverUrl, participantToken } = await tokenSource.fetch({ roomName: 'my-room' });
const room = new Room();
await room.connect(serverUrl, participantToken);`,
    notes: [
      {
        text: 'Works for pages on localhost. Requests from other origins appear in Activity, where one click allows them.',
      },
      PAGE_PERMISSION_NOTE,
    ],
  }),

  reactNative: (input) => ({
    code: `import { TokenSource } from 'livekit-client';
import { useSession } from '@livekit/react-native';

const tokenSource = TokenSource.endpoint('${input.url}'${scriptHeaders(input.tokenServerId)});

// Inside your component:
const session = useSession(tokenSource, { roomName: 'my-room' });`,
    notes:
      input.device === 'phone'
        ? [ATS_NOTE, LOCAL_NETWORK_NOTE, cleartextNote(input.host), reverseNote(input.port)]
        : platformNotes(input),
  }),

  swift: (input) => ({
    code: `import LiveKit

struct TokenTray: EndpointTokenSource {
    let url = URL(string: "${input.url}")!${
      input.tokenServerId !== undefined
        ? `\n    let headers = ["X-Sandbox-ID": "${input.tokenServerId}"]`
        : ''
    }
}

let session = Session(tokenSource: TokenTray().cached())
await session.start()`,
    notes: input.device === 'phone' ? [ATS_NOTE, LOCAL_NETWORK_NOTE] : platformNotes(input),
  }),

  kotlin: (input) => ({
    code: `import io.livekit.android.token.TokenRequestOptions
import io.livekit.android.token.TokenSource
import io.livekit.android.token.cached

val tokenSource = TokenSource.fromEndpoint(
    url = "${input.url}",${input.tokenServerId !== undefined ? `\n    headers = mapOf("X-Sandbox-ID" to "${input.tokenServerId}"),` : ''}
).cached()

val details = tokenSource.fetch(TokenRequestOptions(roomName = "my-room")).getOrThrow()
room.connect(details.serverUrl, details.participantToken)`,
    notes:
      input.device === 'phone'
        ? [cleartextNote(input.host), reverseNote(input.port)]
        : platformNotes(input),
  }),

  flutter: (input) => ({
    code: `import 'package:livekit_client/livekit_client.dart';

final tokenSource = EndpointTokenSource(
  url: Uri.parse('${input.url}'),${input.tokenServerId !== undefined ? `\n  headers: {'X-Sandbox-ID': '${input.tokenServerId}'},` : ''}
);

final details = await tokenSource.fetch(
  const TokenRequestOptions(roomName: 'my-room'),
);
await room.connect(details.serverUrl, details.participantToken);`,
    notes:
      input.device === 'phone'
        ? [ATS_NOTE, LOCAL_NETWORK_NOTE, cleartextNote(input.host), reverseNote(input.port)]
        : platformNotes(input),
  }),

  rust: ({ url, tokenServerId: id }) => ({
    code: `use livekit_token_source::{endpoint, TokenSourceConfigurable, TokenSourceFetchOptions};

let source = endpoint("${url}")${
      id !== undefined ? `\n    .with_header("X-Sandbox-ID", "${id}")` : ''
    };
let details = source.fetch(&TokenSourceFetchOptions::default()).await?;
let (room, events) = Room::connect(
    &details.server_url,
    &details.participant_token,
    RoomOptions::default(),
)
.await?;`,
    notes: [{ text: 'The crate is livekit-token-source.' }],
  }),

  unity: (input) => ({
    code: `using LiveKit;

var source = TokenSource.Endpoint(
    "${input.url}",
    ${
      input.tokenServerId !== undefined
        ? `new[] { new StringPair { key = "X-Sandbox-ID", value = "${input.tokenServerId}" } }`
        : 'null'
    }
);

// Inside a coroutine:
var fetch = source.FetchConnectionDetails(new TokenSourceFetchOptions { RoomName = "my-room" });
yield return fetch;
yield return room.Connect(fetch.Result.ServerUrl, fetch.Result.ParticipantToken, new RoomOptions());`,
    notes: [
      {
        text: 'Unity: Project Settings, Player, Other Settings, "Allow downloads over HTTP": Allowed in development builds.',
      },
      ...(input.device === 'emulator' || input.device === 'phone'
        ? [cleartextNote(input.host)]
        : []),
    ],
  }),

  cpp: ({ url, tokenServerId: id }) => ({
    code: `#include "livekit/livekit.h"

${
  id !== undefined
    ? `livekit::TokenEndpointOptions options;
options.headers = {{"X-Sandbox-ID", "${id}"}};
`
    : ''
}auto source = livekit::EndpointTokenSource::create("${url}"${id !== undefined ? ', options' : ''});
livekit::TokenRequestOptions request;
request.room_name = "my-room";

livekit::Room room;
room.connect(*source, request, livekit::RoomOptions());`,
    notes: [],
  }),

  esp32: ({ base, tokenServerId: id = '' }) => ({
    code: `// components/sandbox_token/src/livekit_sandbox.c
static const char *SANDBOX_URL = "${base}/api/sandbox/connection-details";

// sdkconfig
// CONFIG_LK_EXAMPLE_SANDBOX_ID="${id}"`,
    notes: [
      {
        text: 'The board asks over Wi-Fi, so LAN has to be on. Keep metadata short: the board reads at most 2 kB of the answer.',
      },
    ],
  }),

  curl: ({ url, tokenServerId: id }) => ({
    code: `curl -X POST ${url} \\${id !== undefined ? `\n  -H 'X-Sandbox-ID: ${id}' \\` : ''}
  -H 'Content-Type: application/json' \\
  -d '{"room_name": "my-room", "participant_identity": "me"}'`,
    notes: [],
  }),
};

function scriptHeaders(id: string | undefined): string {
  return id === undefined ? '' : `, {\n  headers: { 'X-Sandbox-ID': '${id}' },\n}`;
}
