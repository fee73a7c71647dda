import type { ClientName, Snippet, SnippetInput, SnippetWriter } from './clients.ts';
import { flutter, kotlin, swift, unity } from './mobile.ts';
import { cpp, curl, esp32, go, python, rust } from './native.ts';
import { capacitor, expo, javascript, node, react, reactNative, tauri, unityWebgl } from './web.ts';

const WRITERS: Readonly<Record<ClientName, SnippetWriter>> = {
  javascript,
  react,
  reactNative,
  expo,
  capacitor,
  tauri,
  swift,
  kotlin,
  flutter,
  unity,
  unityWebgl,
  node,
  python,
  go,
  rust,
  cpp,
  esp32,
  curl,
};

/** The code that makes an app of `client` fetch its token here, ready to paste. It never holds a secret. */
export function writeSnippet(client: ClientName, input: SnippetInput): Snippet {
  return WRITERS[client](input);
}
