import { ROOM, type SnippetWriter } from './clients.ts';

/** livekit 1.2.1 from PyPI, which has no token source. */
export const python: SnippetWriter = ({ url, tokenServerId: id }) => ({
  code: `import asyncio
import json
from urllib.request import Request, urlopen

from livekit import rtc


def fetch_details() -> dict:
    request = Request(
        "${url}",
        data=json.dumps({"room_name": "${ROOM}"}).encode(),
        headers={"Content-Type": "application/json"${id === undefined ? '' : `, "X-Sandbox-ID": "${id}"`}},
    )
    with urlopen(request) as answer:
        return json.load(answer)


async def join_my_room() -> rtc.Room:
    details = await asyncio.to_thread(fetch_details)
    room = rtc.Room()
    await room.connect(details["server_url"], details["participant_token"])
    return room`,
  notes: [],
});

/** server-sdk-go 2.19.0, which has no token source. */
export const go: SnippetWriter = ({ url, tokenServerId: id }) => ({
  code: `package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	lksdk "github.com/livekit/server-sdk-go/v2"
)

func joinMyRoom() (*lksdk.Room, error) {
	request, err := http.NewRequest("POST", "${url}", strings.NewReader(\`{"room_name":"${ROOM}"}\`))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")${
    id === undefined ? '' : `\n	request.Header.Set("X-Sandbox-ID", "${id}")`
  }
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("no token: %s", answer.Status)
	}

	var details struct {
		ServerURL        string \`json:"server_url"\`
		ParticipantToken string \`json:"participant_token"\`
	}
	if err := json.NewDecoder(answer.Body).Decode(&details); err != nil {
		return nil, err
	}
	return lksdk.ConnectToRoomWithToken(details.ServerURL, details.ParticipantToken, &lksdk.RoomCallback{})
}`,
  notes: [],
});

/** livekit-token-source 0.1.4. */
export const rust: SnippetWriter = ({ url, tokenServerId: id }) => ({
  code: `use livekit::prelude::*;
use livekit_token_source::{endpoint, TokenSourceConfigurable, TokenSourceFetchOptions};
use std::error::Error;
use tokio::sync::mpsc::UnboundedReceiver;

async fn join_my_room() -> Result<(Room, UnboundedReceiver<RoomEvent>), Box<dyn Error>> {
    let source = endpoint("${url}")${
      id === undefined ? '' : `\n        .with_header("X-Sandbox-ID", "${id}")`
    };
    let options = TokenSourceFetchOptions::new().with_room_name("${ROOM}");
    let details = source.fetch(&options).await?;
    let joined = Room::connect(
        &details.server_url,
        &details.participant_token,
        RoomOptions::default(),
    )
    .await?;
    Ok(joined)
}`,
  notes: [{ text: 'cargo add livekit livekit-token-source tokio' }],
});

/** client-sdk-cpp, main of 2026-08. */
export const cpp: SnippetWriter = ({ url, tokenServerId: id }) => ({
  code: `#include <livekit/livekit.h>
#include <stdexcept>
#include <utility>

void joinMyRoom(livekit::Room& room) {
  livekit::TokenEndpointOptions endpoint;${
    id === undefined ? '' : `\n  endpoint.headers["X-Sandbox-ID"] = "${id}";`
  }
  auto source = livekit::EndpointTokenSource::create("${url}", std::move(endpoint));

  livekit::TokenRequestOptions request;
  request.room_name = "${ROOM}";
  auto details = source->fetch(request).get();
  if (!details) throw std::runtime_error(details.error().message);

  room.connect(details.value().server_url, details.value().participant_token, livekit::RoomOptions());
}`,
  notes: [],
});

export const curl: SnippetWriter = ({ url, tokenServerId: id }) => ({
  code: `curl -X POST ${url} \\${id === undefined ? '' : `\n  -H 'X-Sandbox-ID: ${id}' \\`}
  -H 'Content-Type: application/json' \\
  -d '{"room_name": "${ROOM}"}'`,
  notes: [],
});

/** sandbox_token 0.1.0 of client-sdk-esp32: its URL is a constant, and it reads 2,048 bytes of the answer. */
export const esp32: SnippetWriter = ({ base, tokenServerId: id = '' }) => ({
  code: `CONFIG_LK_EXAMPLE_USE_SANDBOX=y
CONFIG_LK_EXAMPLE_SANDBOX_ID="${id}"
CONFIG_LK_EXAMPLE_ROOM_NAME="${ROOM}"`,
  notes: [
    { text: 'The lines above belong in sdkconfig.defaults.' },
    {
      text: 'The address is a constant in components/sandbox_token/src/livekit_sandbox.c:',
      code: `static const char *SANDBOX_URL = "${base}/api/sandbox/connection-details";`,
    },
    {
      text: 'The board reads at most 2,048 bytes of the answer, so keep metadata and attributes short.',
    },
  ],
});
