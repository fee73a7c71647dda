/** Where a framework reads a public setting from, and how code refers to it. */
interface EnvPlace {
  file: '.env.local' | '.env';
  /** Such as `VITE_TOKEN_URL`. */
  name: string;
  /** Such as `import.meta.env.VITE_TOKEN_URL`. */
  use: string;
}

const VARIABLE = 'TOKEN_URL';
/** What LiveKit's own starters for Next.js read. */
const STARTER_VARIABLE = 'NEXT_PUBLIC_CONN_DETAILS_ENDPOINT';

/**
 * Frameworks by the package their apps depend on; a framework built on another comes first. From their documentation
 * of environment variables, 2026-11.
 */
const FRAMEWORKS: readonly { package: string; place: EnvPlace }[] = [
  { package: 'next', place: placeOf('process.env', 'NEXT_PUBLIC_') },
  { package: 'expo', place: placeOf('process.env', 'EXPO_PUBLIC_') },
  {
    package: 'nuxt',
    place: {
      file: '.env',
      name: `NUXT_PUBLIC_${VARIABLE}`,
      use: 'useRuntimeConfig().public.tokenUrl',
    },
  },
  { package: '@sveltejs/kit', place: placeOf('env', 'PUBLIC_') },
  { package: 'astro', place: placeOf('import.meta.env', 'PUBLIC_') },
  { package: 'react-scripts', place: placeOf('process.env', 'REACT_APP_') },
  { package: 'vite', place: placeOf('import.meta.env', 'VITE_') },
];

function placeOf(object: string, prefix: string): EnvPlace {
  const name = prefix + VARIABLE;
  return { file: '.env.local', name, use: `${object}.${name}` };
}

/**
 * The place for the endpoint's URL in an app. `undefined` where its package.json names no framework that reads one.
 *
 * @param manifest the text of its package.json
 * @param examples the texts of its .env.example and .env.local: a starter of LiveKit's names its own variable there
 */
export function envPlaceOf(manifest: string, examples: readonly string[]): EnvPlace | undefined {
  const packages = packagesOf(manifest);
  const place = FRAMEWORKS.find((framework) => packages.has(framework.package))?.place;
  return place?.name.startsWith('NEXT_') === true &&
    examples.some((text) => text.includes(STARTER_VARIABLE))
    ? { ...place, name: STARTER_VARIABLE, use: `process.env.${STARTER_VARIABLE}` }
    : place;
}

function packagesOf(manifest: string): ReadonlySet<string> {
  try {
    const { dependencies, devDependencies }: { dependencies?: object; devDependencies?: object } =
      Object(JSON.parse(manifest));
    return new Set([dependencies, devDependencies].flatMap((list) => Object.keys(Object(list))));
  } catch {
    return new Set();
  }
}

/** `text` of a .env file with `name` set to `value`: its last line of that name, or a new one at the end. All else stays. */
export function withEnvLine(text: string, name: string, value: string): string {
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = text.split(end);
  const at = lines.findLastIndex((line) => nameOf(line) === name);
  if (at === -1) {
    const before = text === '' || text.endsWith(end) ? text : text + end;
    return `${before}${name}=${value}${end}`;
  }
  const line = lines[at] ?? '';
  const start = line.slice(0, line.indexOf('=') + 1);
  const comment = line.indexOf(' #');
  lines[at] = `${start}${value}${comment === -1 ? '' : line.slice(comment)}`;
  return lines.join(end);
}

function nameOf(line: string): string | undefined {
  const equals = line.indexOf('=');
  if (equals === -1) return undefined;
  const name = line.slice(0, equals).trim();
  return name.startsWith('export ') ? name.slice('export '.length).trim() : name;
}
