import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClientName } from '../../renderer/src/views/connect/snippets/clients.ts';
import { writeSnippet } from '../../renderer/src/views/connect/snippets/write-snippet.ts';
import { startHeadless, type Headless } from '../fixtures/headless.ts';
import {
  SERVER_KEY,
  SERVER_SECRET,
  startLiveKitServer,
  type RealLiveKitServer,
} from '../fixtures/real-livekit-server.ts';

/** Environments and builds are kept here between runs. */
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/sdks', import.meta.url));

/** Snippets that no toolchain of this suite builds, and why. */
const notChecked: Partial<Record<ClientName, string>> = {
  swift: 'Xcode and the SDK’s binary framework are for macOS',
  flutter: 'the Flutter SDK is not in a registry',
  unity: 'the Unity editor is not in a registry',
  unityWebgl: 'the Unity editor is not in a registry',
  cpp: 'client-sdk-cpp downloads libwebrtc from GitHub',
  esp32: 'ESP-IDF is not in a registry',
};

let server: RealLiveKitServer;
let host: Headless;

beforeAll(async () => {
  server = await startLiveKitServer();
  host = await startHeadless({
    env: {
      LIVEKIT_URL: server.url,
      LIVEKIT_API_KEY: SERVER_KEY,
      LIVEKIT_API_SECRET: SERVER_SECRET,
    },
  });
});

afterAll(async () => {
  await host.close();
  await server.close();
});

function snippetOf(client: ClientName): string {
  const { port, origin } = new URL(host.endpoint);
  return writeSnippet(client, {
    url: host.endpoint,
    base: origin,
    host: 'localhost',
    port: Number(port),
    device: 'machine',
    liveKitPorts: [],
  }).code;
}

/** A folder of the cache with the files of one app in it. */
function appFolder(name: string, files: Readonly<Record<string, string>>): string {
  const folder = join(CACHE, name);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** Runs a command; answers what it wrote, or throws with it. */
function run(command: string, args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${command} ended with ${code}: ${output.slice(-4000)}`));
    });
  });
}

function hasCommand(name: string, versionFlag: string): boolean {
  try {
    execFileSync(name, [versionFlag], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** The room of the newest token that an app got. */
async function roomOfNewestToken(): Promise<unknown> {
  const reply = await host.call('activity.list');
  return Object(reply).value?.[0]?.room;
}

/** A test where the toolchain is there; otherwise its client is named as not checked. */
function itWith(
  client: ClientName,
  command: string,
  versionFlag: string,
  title: string,
  test: () => Promise<void>,
): void {
  if (hasCommand(command, versionFlag)) it(title, test);
  else notChecked[client] = `${command} is not installed`;
}

describe('the literal snippets, built and run', () => {
  itWith('python', 'python3', '--version', 'Python joins', async () => {
    const folder = appFolder('python', {
      'snippet.py': snippetOf('python'),
      'main.py': `import asyncio
from snippet import join_my_room

async def main():
    room = await join_my_room()
    print("joined", room.name)
    await room.disconnect()

asyncio.run(main())
`,
    });
    const python = join(folder, 'venv/bin/python');
    if (!existsSync(python)) await run('python3', ['-m', 'venv', 'venv'], folder);
    await run(python, ['-m', 'pip', 'install', '--quiet', 'livekit==1.2.1'], folder);
    expect(await run(python, ['main.py'], folder)).toContain('joined my-room');
  });

  itWith('go', 'go', 'version', 'Go joins', async () => {
    const folder = appFolder('go', {
      'go.mod': `module snippet\n\ngo 1.24\n\nrequire github.com/livekit/server-sdk-go/v2 v2.19.0\n`,
      'snippet.go': snippetOf('go'),
      'main.go': `package main

import "fmt"

func main() {
	room, err := joinMyRoom()
	if err != nil {
		panic(err)
	}
	fmt.Println("joined", room.Name())
	room.Disconnect()
}
`,
    });
    await run('go', ['mod', 'tidy'], folder);
    expect(await run('go', ['run', '.'], folder)).toContain('joined my-room');
  });

  itWith(
    'rust',
    'cargo',
    '--version',
    'Rust fetches; the crate livekit is a stand-in, since it downloads libwebrtc from GitHub',
    async () => {
      const folder = appFolder('rust', {
        'Cargo.toml': `[package]
name = "snippet"
version = "0.1.0"
edition = "2021"

[dependencies]
livekit = { path = "livekit" }
livekit-token-source = "=0.1.4"
tokio = { version = "1", features = ["full"] }
`,
        'src/main.rs': `${snippetOf('rust')}

#[tokio::main]
async fn main() {
    join_my_room().await.unwrap();
}
`,
        'livekit/Cargo.toml': `[package]
name = "livekit"
version = "0.0.0"
edition = "2021"

[dependencies]
tokio = { version = "1", features = ["sync"] }
`,
        // The signatures of livekit 0.7's prelude that the snippet uses.
        'livekit/src/lib.rs': `pub mod prelude {
    use tokio::sync::mpsc;
    #[derive(Default)]
    pub struct RoomOptions {}
    pub enum RoomEvent {}
    pub struct Room {}
    impl Room {
        pub async fn connect(
            url: &str,
            token: &str,
            _options: RoomOptions,
        ) -> Result<(Self, mpsc::UnboundedReceiver<RoomEvent>), std::io::Error> {
            println!("would join {url} with {} parts", token.split('.').count());
            Ok((Room {}, mpsc::unbounded_channel().1))
        }
    }
}
`,
      });
      const output = await run('cargo', ['run', '--quiet'], folder);
      expect(output).toContain(`would join ${server.url}`);
      expect(output).toContain('with 3 parts');
      expect(await roomOfNewestToken()).toBe('my-room');
    },
  );

  itWith('curl', 'curl', '--version', 'curl gets a token', async () => {
    const output = await run('sh', ['-c', snippetOf('curl')], CACHE);
    expect(output).toContain('"participant_token"');
    expect(await roomOfNewestToken()).toBe('my-room');
  });

  it('Node.js joins', async () => {
    const folder = appFolder('node', {
      'main.mjs': `${snippetOf('node')}
console.log('joined', room.name);
await room.disconnect();
process.exit();
`,
    });
    expect(await run(process.execPath, ['main.mjs'], folder)).toContain('joined my-room');
  });
});

afterAll(() => {
  for (const [client, reason] of Object.entries(notChecked)) {
    console.log(`Not checked: ${client}, because ${reason}.`);
  }
});
