import type { ClientName } from './clients.ts';
import {
  ATS_NOTE,
  LOCAL_NETWORK_NOTE,
  cleartextNote,
  platformNotes,
  reverseNote,
  ID_PLACEHOLDER,
  type Note,
  type Snippet,
  type SnippetInput,
} from './snippet.ts';

const KEY_NOTE: Note = {
  text: `LAN callers need the project's token server ID. Replace ${ID_PLACEHOLDER} with it; you can copy it below.`,
};

/** The change that makes an app of `client` fetch its token here. No secret is ever in it. */
export function writeSnippet(client: ClientName, input: SnippetInput): Snippet {
  const { code, notes } = WRITERS[client](input);
  return { code, notes: input.needsKey ? [KEY_NOTE, ...notes] : notes };
}

const WRITERS: Readonly<Record<ClientName, (input: SnippetInput) => Snippet>> = {
  javascript: ({ url, needsKey }) => ({
    code: `import { Room, TokenSource } from 'livekit-client';

const tokenSource = TokenSource.endpoint('${url}'${scriptHeaders(needsKey)});

// React: const session = useSession(tokenSource, { roomName: 'my-room' });
const { serverUrl, participantToken } = await tokenSource.fetch({ roomName: 'my-room' });
const room = new Room();
await room.connect(serverUrl, participantToken);`,
    notes: [
      {
        text: 'Pages on localhost are let in. A page with another origin shows up in the Activity, where one click allows it.',
      },
    ],
  }),

  reactNative: (input) => ({
    code: `import { TokenSource } from 'livekit-client';
import { useSession } from '@livekit/react-native';

const tokenSource = TokenSource.endpoint('${input.url}'${scriptHeaders(input.needsKey)});

// Inside your component:
const session = useSession(tokenSource, { roomName: 'my-room' });`,
    notes:
      input.target === 'phone'
        ? [ATS_NOTE, LOCAL_NETWORK_NOTE, cleartextNote(input.host), reverseNote(input.port)]
        : platformNotes(input),
  }),

  swift: (input) => ({
    code: `import LiveKit

struct TokenTray: EndpointTokenSource {
    let url = URL(string: "${input.url}")!${
      input.needsKey ? `\n    let headers = ["X-Sandbox-ID": "${ID_PLACEHOLDER}"]` : ''
    }
}

let session = Session(tokenSource: TokenTray().cached())
await session.start()`,
    notes: input.target === 'phone' ? [ATS_NOTE, LOCAL_NETWORK_NOTE] : platformNotes(input),
  }),

  kotlin: (input) => ({
    code: `import io.livekit.android.token.TokenRequestOptions
import io.livekit.android.token.TokenSource
import io.livekit.android.token.cached

val tokenSource = TokenSource.fromEndpoint(
    url = "${input.url}",${input.needsKey ? `\n    headers = mapOf("X-Sandbox-ID" to "${ID_PLACEHOLDER}"),` : ''}
).cached()

val details = tokenSource.fetch(TokenRequestOptions(roomName = "my-room")).getOrThrow()
room.connect(details.serverUrl, details.participantToken)`,
    notes:
      input.target === 'phone'
        ? [cleartextNote(input.host), reverseNote(input.port)]
        : platformNotes(input),
  }),

  flutter: (input) => ({
    code: `import 'package:livekit_client/livekit_client.dart';

final tokenSource = EndpointTokenSource(
  url: Uri.parse('${input.url}'),${input.needsKey ? `\n  headers: {'X-Sandbox-ID': '${ID_PLACEHOLDER}'},` : ''}
);

final details = await tokenSource.fetch(
  const TokenRequestOptions(roomName: 'my-room'),
);
await room.connect(details.serverUrl, details.participantToken);`,
    notes:
      input.target === 'phone'
        ? [ATS_NOTE, LOCAL_NETWORK_NOTE, cleartextNote(input.host), reverseNote(input.port)]
        : platformNotes(input),
  }),

  rust: ({ url, needsKey }) => ({
    code: `use livekit_token_source::{endpoint, TokenSourceConfigurable, TokenSourceFetchOptions};

let source = endpoint("${url}")${
      needsKey ? `\n    .with_header("X-Sandbox-ID", "${ID_PLACEHOLDER}")` : ''
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
      input.needsKey
        ? `new[] { new StringPair { key = "X-Sandbox-ID", value = "${ID_PLACEHOLDER}" } }`
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
      ...(input.target === 'emulator' || input.target === 'phone'
        ? [cleartextNote(input.host)]
        : []),
    ],
  }),

  cpp: ({ url, needsKey }) => ({
    code: `#include "livekit/livekit.h"

${
  needsKey
    ? `livekit::TokenEndpointOptions options;
options.headers = {{"X-Sandbox-ID", "${ID_PLACEHOLDER}"}};
`
    : ''
}auto source = livekit::EndpointTokenSource::create("${url}"${needsKey ? ', options' : ''});
livekit::TokenRequestOptions request;
request.room_name = "my-room";

livekit::Room room;
room.connect(*source, request, livekit::RoomOptions());`,
    notes: [],
  }),

  esp32: ({ base }) => ({
    code: `// components/sandbox_token/src/livekit_sandbox.c
static const char *SANDBOX_URL = "${base}/api/sandbox/connection-details";

// sdkconfig
// CONFIG_LK_EXAMPLE_SANDBOX_ID="${ID_PLACEHOLDER}"`,
    notes: [
      {
        text: 'The board asks over Wi-Fi, so LAN has to be on. Keep metadata short: the board reads at most 2 kB of the answer.',
      },
    ],
  }),

  curl: ({ url, needsKey }) => ({
    code: `curl -X POST ${url} \\${needsKey ? `\n  -H 'X-Sandbox-ID: ${ID_PLACEHOLDER}' \\` : ''}
  -H 'Content-Type: application/json' \\
  -d '{"room_name": "my-room", "participant_identity": "me"}'`,
    notes: [],
  }),
};

function scriptHeaders(needsKey: boolean): string {
  return needsKey ? `, {\n  headers: { 'X-Sandbox-ID': '${ID_PLACEHOLDER}' },\n}` : '';
}
