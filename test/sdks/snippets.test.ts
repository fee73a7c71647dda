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

const KOTLIN_PROJECT = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>snippet</groupId><artifactId>snippet</artifactId><version>1</version>
  <properties><project.build.sourceEncoding>UTF-8</project.build.sourceEncoding></properties>
  <dependencies>
    <dependency><groupId>io.livekit</groupId><artifactId>livekit-android</artifactId><version>2.26.0</version><scope>system</scope><systemPath>\${project.basedir}/aar/classes.jar</systemPath></dependency>
    <dependency><groupId>org.jetbrains.kotlin</groupId><artifactId>kotlin-stdlib</artifactId><version>2.2.20</version></dependency>
    <dependency><groupId>org.jetbrains.kotlinx</groupId><artifactId>kotlinx-coroutines-core-jvm</artifactId><version>1.10.2</version></dependency>
    <dependency><groupId>org.jetbrains.kotlinx</groupId><artifactId>kotlinx-serialization-json-jvm</artifactId><version>1.9.0</version></dependency>
    <dependency><groupId>com.squareup.okhttp3</groupId><artifactId>okhttp</artifactId><version>4.12.0</version></dependency>
  </dependencies>
  <build>
    <sourceDirectory>src</sourceDirectory>
    <plugins><plugin>
      <groupId>org.jetbrains.kotlin</groupId><artifactId>kotlin-maven-plugin</artifactId><version>2.2.20</version>
      <executions><execution><id>compile</id><goals><goal>compile</goal></goals></execution></executions>
    </plugin></plugins>
  </build>
</project>
`;

/** A Room without its constructor, which wants an Android context. */
const KOTLIN_MAIN = `import io.livekit.android.room.Room
import kotlinx.coroutines.runBlocking

fun main() {
    val field = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe")
    field.isAccessible = true
    val room = (field.get(null) as sun.misc.Unsafe).allocateInstance(Room::class.java) as Room
    try {
        runBlocking { joinMyRoom(room) }
    } catch (error: Throwable) {
        val at = error.stackTrace.firstOrNull { it.className.startsWith("io.livekit") }
        println("stopped in $at $error")
    }
}
`;

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

/** Forgets the requests so far, so that the next token is the snippet's. */
async function forgetRequests(): Promise<void> {
  await host.call('activity.clear');
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
      await forgetRequests();
      const output = await run('cargo', ['run', '--quiet'], folder);
      expect(output).toContain(`would join ${server.url}`);
      expect(output).toContain('with 3 parts');
      expect(await roomOfNewestToken()).toBe('my-room');
    },
  );

  itWith(
    'kotlin',
    'mvn',
    '--version',
    'Kotlin fetches, with the AAR on a JVM; its Room needs Android to join',
    async () => {
      const folder = appFolder('kotlin', {
        'pom.xml': KOTLIN_PROJECT,
        'src/Snippet.kt': snippetOf('kotlin'),
        'src/Main.kt': KOTLIN_MAIN,
        'aar/pom.xml': `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>aar</groupId><artifactId>aar</artifactId><version>1</version><packaging>pom</packaging></project>`,
      });
      const aar = join(folder, 'aar');
      await run(
        'mvn',
        [
          '-q',
          '-B',
          'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy',
          '-Dartifact=io.livekit:livekit-android:2.26.0:aar',
          '-DoutputDirectory=.',
        ],
        aar,
      );
      await run('jar', ['xf', 'livekit-android-2.26.0.aar', 'classes.jar'], aar);
      await forgetRequests();
      const exec = 'org.codehaus.mojo:exec-maven-plugin:3.5.0:java';
      const output = await run(
        'mvn',
        ['-q', '-B', 'compile', exec, '-Dexec.mainClass=MainKt', '-Dexec.classpathScope=compile'],
        folder,
      );
      expect(output).toContain('stopped in io.livekit.android.room.Room.');
      expect(await roomOfNewestToken()).toBe('my-room');
    },
  );

  itWith('curl', 'curl', '--version', 'curl gets a token', async () => {
    await forgetRequests();
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
