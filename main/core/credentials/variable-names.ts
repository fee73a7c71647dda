/** What a variable, field, flag or label is for. */
export type Role =
  | 'url'
  | 'apiKey'
  | 'apiSecret'
  | 'keys'
  | 'config'
  | 'token'
  | 'tokenServer'
  | 'secretFile'
  | 'keyFile';

export interface NameMeaning {
  role: Role;
  /** Words that tell several projects of one file apart: `STAGING` of `STAGING_LIVEKIT_URL`; usually empty. */
  group: string;
  /** Whether the name itself says LiveKit; a bare `API_KEY` may be anybody's. */
  isLiveKit: boolean;
  /** Whether the build tool of a web framework puts this variable into every user's browser. */
  isPublic: boolean;
  /** How sure the name is, 0 the surest: `LIVEKIT_URL` before `LIVEKIT_HOST`. */
  rank: number;
  /** What the name says of the network that the URL is for. */
  network: 'public' | 'internal' | 'unsaid';
}

/** Prefixes with which the frameworks mark what goes into the browser. */
const PUBLIC_PREFIX =
  /^(?:NEXT_PUBLIC|NUXT_PUBLIC|EXPO_PUBLIC|PLASMO_PUBLIC|BUN_PUBLIC|VITE|REACT_APP|REACT_NATIVE|VUE_APP|NG_APP|GATSBY|STORYBOOK|RSBUILD|RSPACK|WXT|ELECTRON_VITE|RENDERER_VITE|PARCEL|SNOWPACK_PUBLIC|RAZZLE|DOCUSAURUS|PUBLIC)_(?=.)/;
/** Prefixes that say nothing. */
const PLAIN_PREFIX =
  /^(?:NUXT|APP|MY|ENV|VAR|TF_VAR|DEFAULT|CONFIG|SECRETS?|CUSTOM|FLUTTER|DART|REACT|MAIN_VITE|PRELOAD_VITE)_(?=.)/;
/** What LiveKit's other services and everybody else's programs have keys and hosts for. */
const OTHERS =
  /(?:^|_)(?:WEBHOOKS?|ENCRYPTION|E2EE|TURN|STUN|S3|AWS|GCP|AZURE|REDIS|DATABASE|DB|POSTGRES|MYSQL|MONGO|STRIPE|OPENAI|DEEPGRAM|CARTESIA|ELEVENLABS|ELEVEN|ANTHROPIC|GOOGLE|GEMINI|GROQ|TWILIO|SIP|RTMP|WHIP|JWT|SESSION|AUTH|NEXTAUTH|OAUTH|CLIENT_SECRET|TLS|SSL|CERT|KAFKA|SENTRY|SUPABASE|FIREBASE|AGENT|AGENTS|METRICS|PROMETHEUS|ROOM|NODE_IP|NODE|GATEWAY|PROXY|FRONTEND|BACKEND|WEBSITE|DOCS|IMAGE|LOG|RECORDING|EGRESS|INGRESS|STORAGE|BUCKET|MEET|PLAYGROUND|KEY_PREFIX|TIMEOUT|PORT|FORCE|REGION)(?:_|$)/;
const NETWORK_WORDS: Readonly<Record<string, 'public' | 'internal'>> = {
  PUBLIC: 'public',
  EXTERNAL: 'public',
  CLIENT: 'public',
  BROWSER: 'public',
  INTERNAL: 'internal',
  PRIVATE: 'internal',
  DOCKER: 'internal',
  CLUSTER: 'internal',
};
/** Words between LIVEKIT and the role that do not make another project of it. */
const FILLERS = new Set(
  'API WS WSS WEBSOCKET WEB SOCKET SERVER SERVICE HTTP HTTPS CLOUD BASE PROJECT SFU RTC SIGNAL SIGNALING SIGNALLING CONNECT CONNECTION MEDIA ACCESS AUTHENTICATION ACCOUNT THE LIVE KIT'.split(
    ' ',
  ),
);
const URL_WORDS = new Set(
  'URL URI HOST HOSTNAME SERVER ENDPOINT ADDRESS DOMAIN WS WSS WEBSOCKET'.split(' '),
);

/** What is in every name that has a role: a quick look, since a file can hold thousands of others. */
const SAYS_A_ROLE =
  /key|secret|ur[il]|host|server|endpoint|address|domain|ws|socket|config|token|sandbox/i;

const known = new Map<string, NameMeaning | undefined>();

/** Whether it is worth asking what a name is for. */
export function mayHaveRole(name: string): boolean {
  return SAYS_A_ROLE.test(name);
}

/** What a name such as `NEXT_PUBLIC_LIVEKIT_URL`, `apiKey`, `ws-url` or `API secret` is for; `undefined`: nothing of ours. */
export function meaningOf(name: string): NameMeaning | undefined {
  // Names are repeated in notes, so what may be a secret in the wrong place is no name.
  if (!mayHaveRole(name) || !/^[\w.\- *']{1,80}$/.test(name) || /[A-Za-z0-9]{25}/.test(name))
    return undefined;
  if (known.has(name)) return known.get(name);
  const meaning = read(name);
  if (known.size > 500) known.clear();
  known.set(name, meaning);
  return meaning;
}

/** `apiKey`, `api-key`, `API key` and `liveKitURL` as `API_KEY` and `LIVEKIT_URL`. */
export function upperSnake(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]{1,40})([A-Z][a-z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_|_$/g, '')
    .toUpperCase()
    .replace(/LIVE_KIT/g, 'LIVEKIT')
    .replace(/(^|_)LK(?=_)/g, '$1LIVEKIT')
    .replace(/WEB_SOCKET/g, 'WEBSOCKET')
    .replace(/APIKEY/g, 'API_KEY')
    .replace(/APISECRET/g, 'API_SECRET')
    .replace(/SECRETKEY/g, 'SECRET_KEY')
    .replace(/(^|_)(WSS?|SERVER)(URL|URI|HOST)(?=_|$)/g, '$1$2_$3');
}

function read(name: string): NameMeaning | undefined {
  const whole = upperSnake(name);
  const isPublic = PUBLIC_PREFIX.test(whole) && !/^PUBLIC_(?:URL|HOST|WS_URL)$/.test(whole);
  const bare = (isPublic ? whole.replace(PUBLIC_PREFIX, '') : whole).replace(PLAIN_PREFIX, '');
  const words = bare.split('_');
  const at = words.indexOf('LIVEKIT');
  const isLiveKit = at !== -1;
  const before = isLiveKit ? words.slice(0, at) : [];
  const after = isLiveKit ? words.slice(at + 1) : words;
  const rest = after.join('_');
  const special = specialRole(rest, isLiveKit);
  if (special !== undefined) {
    return { role: special, group: group(before), isLiveKit, isPublic, rank: 0, network: 'unsaid' };
  }
  if (OTHERS.test(after.join('_')) || OTHERS.test(before.join('_'))) return undefined;
  const end = lastRoleWord(after);
  if (end === -1) return undefined;
  const role = roleAt(after, end);
  if (role === undefined) return undefined;
  const extra = [...before, ...after.slice(0, end), ...after.slice(end + 1)].filter(
    (word) => !FILLERS.has(word) && !['KEY', 'SECRET', 'ID'].includes(word),
  );
  const network = extra.map((word) => NETWORK_WORDS[word]).find((value) => value !== undefined);
  const others = extra.filter((word) => NETWORK_WORDS[word] === undefined);
  // Without LiveKit in it, a name with other words (`STRIPE_API_KEY`) is somebody else's.
  if (!isLiveKit && others.length > 0) return undefined;
  return {
    role,
    group: group(others),
    isLiveKit,
    isPublic,
    rank: rankOf(role, after) + (isPublic ? 1 : 0),
    network: network ?? 'unsaid',
  };
}

function group(words: readonly string[]): string {
  return words.filter((word) => !FILLERS.has(word)).join('_');
}

function specialRole(rest: string, isLiveKit: boolean): Role | undefined {
  if (isLiveKit && /^(?:API_)?KEYS$/.test(rest)) return 'keys';
  if (isLiveKit && /^CONFIG(?:_BODY|_YAML)?$/.test(rest)) return 'config';
  if (/^(?:API_)?SECRET(?:_KEY)?_FILE$/.test(rest)) return 'secretFile';
  if (/^(?:API_)?KEYS?_FILE$/.test(rest)) return 'keyFile';
  if (/^(?:SANDBOX|TOKEN_SERVER)_ID$/.test(rest)) return 'tokenServer';
  if (/^(?:(?:ACCESS|PARTICIPANT|ROOM|JOIN)_)?TOKEN$/.test(rest)) return 'token';
  return undefined;
}

function lastRoleWord(words: readonly string[]): number {
  return words.findLastIndex((word) => word === 'KEY' || word === 'SECRET' || URL_WORDS.has(word));
}

function roleAt(words: readonly string[], end: number): Role | undefined {
  const word = words[end] ?? '';
  if (word === 'SECRET') return 'apiSecret';
  if (word === 'KEY') return words[end - 1] === 'SECRET' ? 'apiSecret' : 'apiKey';
  if (word === 'ID' && words[end - 1] === 'KEY') return 'apiKey';
  return words.includes('TOKEN') ? undefined : 'url';
}

function rankOf(role: Role, words: readonly string[]): number {
  const text = words.join('_');
  if (role !== 'url') return text.startsWith('API_') ? 0 : 2;
  if (text === 'URL') return 0;
  if (/^(?:WSS?|WEBSOCKET)(?:_|$)/.test(text)) return 1;
  return /URL$|URI$/.test(text) ? 2 : 4;
}
