const MAX_REMEMBERED = 256;

/** What a User-Agent gives away, most telling first. `platform` is what `{platform}` becomes in a template. */
const CLIENTS: readonly { pattern: RegExp; client: string; platform: string }[] = [
  { pattern: /LiveKit-CPP/i, client: 'C++ SDK', platform: 'cpp' },
  { pattern: /UnityPlayer/i, client: 'Unity', platform: 'unity' },
  { pattern: /ESP32|esp-idf/i, client: 'ESP32', platform: 'esp32' },
  { pattern: /^Dart\//i, client: 'Flutter (Dart)', platform: 'flutter' },
  { pattern: /okhttp/i, client: 'Android (OkHttp)', platform: 'android' },
  { pattern: /Expo|ReactNative/i, client: 'React Native', platform: 'react-native' },
  {
    pattern: /CFNetwork.*Darwin|Darwin\/.*CFNetwork/i,
    client: 'iOS or macOS (URLSession)',
    platform: 'ios',
  },
  { pattern: /reqwest/i, client: 'Rust (reqwest)', platform: 'rust' },
  { pattern: /^curl\//i, client: 'curl', platform: 'curl' },
  { pattern: /python|aiohttp|httpx/i, client: 'Python', platform: 'python' },
  { pattern: /^Go-http-client/i, client: 'Go', platform: 'go' },
  { pattern: /^node$|undici|node-fetch/i, client: 'Node.js', platform: 'node' },
  { pattern: /Electron\//i, client: 'Electron', platform: 'electron' },
  { pattern: /Android.*Mozilla|Mozilla.*Android/i, client: 'Browser on Android', platform: 'web' },
  { pattern: /Mozilla.*(?:iPhone|iPad)/i, client: 'Browser on iOS', platform: 'web' },
  { pattern: /Edg\//i, client: 'Edge', platform: 'web' },
  { pattern: /Firefox\//i, client: 'Firefox', platform: 'web' },
  { pattern: /Chrome\//i, client: 'Chrome', platform: 'web' },
  { pattern: /Safari\//i, client: 'Safari', platform: 'web' },
];

export interface GuessedClient {
  client: string;
  platform: string;
}

const UNKNOWN: GuessedClient = { client: 'Unknown client', platform: 'app' };
const guesses = new Map<string, GuessedClient>();

/** The client as far as its User-Agent tells. A guess, shown as one. */
export function clientOf(userAgent: string | undefined): GuessedClient {
  if (userAgent === undefined) return UNKNOWN;
  const known = guesses.get(userAgent);
  if (known !== undefined) return known;
  const guess = CLIENTS.find(({ pattern }) => pattern.test(userAgent)) ?? UNKNOWN;
  if (guesses.size >= MAX_REMEMBERED) guesses.clear();
  guesses.set(userAgent, guess);
  return guess;
}
