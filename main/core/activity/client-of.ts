const MAX_REMEMBERED = 256;
/** A longer User-Agent is judged by its beginning. */
const MAX_LENGTH = 512;

/**
 * What gives a client away, most telling first. `platform` fills `{platform}` in templates; `of` is a word that must
 * be there too.
 */
const CLIENTS: readonly { pattern: RegExp; client: string; platform: string; of?: string }[] = [
  { pattern: /LiveKit-CPP/i, client: 'C++ SDK', platform: 'cpp' },
  { pattern: /UnityPlayer/i, client: 'Unity', platform: 'unity' },
  { pattern: /ESP32|esp-idf/i, client: 'ESP32', platform: 'esp32' },
  { pattern: /^Dart\//i, client: 'Flutter (Dart)', platform: 'flutter' },
  { pattern: /okhttp/i, client: 'Android (OkHttp)', platform: 'android' },
  { pattern: /Expo|ReactNative/i, client: 'React Native', platform: 'react-native' },
  { pattern: /CFNetwork/i, client: 'iOS or macOS (URLSession)', platform: 'ios' },
  { pattern: /reqwest/i, client: 'Rust (reqwest)', platform: 'rust' },
  { pattern: /^curl\//i, client: 'curl', platform: 'curl' },
  { pattern: /python|aiohttp|httpx/i, client: 'Python', platform: 'python' },
  { pattern: /^Go-http-client/i, client: 'Go', platform: 'go' },
  { pattern: /^node$|undici|node-fetch/i, client: 'Node.js', platform: 'node' },
  { pattern: /Electron\//i, client: 'Electron', platform: 'electron' },
  { pattern: /Android/i, client: 'Browser on Android', platform: 'web', of: 'Mozilla' },
  { pattern: /iPhone|iPad/i, client: 'Browser on iOS', platform: 'web', of: 'Mozilla' },
  { pattern: /Edg\//i, client: 'Edge', platform: 'web' },
  { pattern: /Firefox\//i, client: 'Firefox', platform: 'web' },
  { pattern: /Chrome\//i, client: 'Chrome', platform: 'web' },
  { pattern: /Safari\//i, client: 'Safari', platform: 'web' },
];

interface GuessedClient {
  client: string;
  platform: string;
}

const UNKNOWN: GuessedClient = { client: 'Unknown client', platform: 'app' };
const guesses = new Map<string, GuessedClient>();

/** Guesses the client from its User-Agent. */
export function clientOf(userAgent: string | undefined): GuessedClient {
  if (userAgent === undefined) return UNKNOWN;
  const text = userAgent.slice(0, MAX_LENGTH);
  const known = guesses.get(text);
  if (known !== undefined) return known;
  const guess =
    CLIENTS.find(({ pattern, of = '' }) => pattern.test(text) && text.includes(of)) ?? UNKNOWN;
  if (guesses.size >= MAX_REMEMBERED) guesses.clear();
  guesses.set(text, guess);
  return guess;
}
