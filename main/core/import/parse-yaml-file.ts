import { type ParsedImport, takeEntry, takeKeys } from './parsed-import.ts';
import { isYamlMap, readYaml, type YamlMap, type YamlValue } from './read-yaml.ts';

/** The LiveKit CLI's `cli-config.yaml`, a server's `livekit.yaml`, or a server's key file (told by its name). */
export function parseYamlFile(fileName: string, text: string): ParsedImport {
  const result: ParsedImport = { kind: 'lk', projects: [], skipped: [], warnings: [] };
  const reading = readYaml(text);
  if (!reading.ok) {
    result.warnings.push(`The file cannot be read: ${reading.reason}`);
    return result;
  }
  if (!isYamlMap(reading.value)) {
    if (text.trim() !== '') result.warnings.push('The file is not a configuration of LiveKit.');
    return result;
  }
  const file = reading.value;
  if ('projects' in file || 'default_project' in file) takeCliProjects(file, result);
  else if (isYamlMap(file['keys'])) {
    result.kind = 'livekit-yaml';
    takeKeys(file['keys'], serverUrl(file), result);
  } else if (fileName.includes('key') && isKeyFile(file)) {
    result.kind = 'livekit-yaml';
    takeKeys(file, '', result);
  }
  return result;
}

function takeCliProjects(file: YamlMap, into: ParsedImport): void {
  const entries = file['projects'];
  const defaultName = textOf(file['default_project']);
  for (const [index, entry] of (Array.isArray(entries) ? entries : []).entries()) {
    const fallbackName = `Project ${index + 1}`;
    if (!isYamlMap(entry)) {
      into.skipped.push({
        name: fallbackName,
        reason: 'It is not a project: a list of fields is expected.',
      });
      continue;
    }
    const name = textOf(entry['name']);
    takeEntry(
      {
        name,
        fallbackName,
        url: textOf(entry['url']),
        apiKey: textOf(entry['api_key']),
        apiSecret: textOf(entry['api_secret']),
        isDefault: name !== '' && name === defaultName,
      },
      into,
    );
  }
  if (defaultName !== '' && !into.projects.some((project) => project.isDefault)) {
    into.warnings.push(
      `The default project "${defaultName}" is not among those that can be imported.`,
    );
  }
}

/** `port:` of a server's configuration is the one its clients connect to. */
function serverUrl(file: YamlMap): string {
  const port = textOf(file['port']);
  return /^\d{1,5}$/.test(port) ? `ws://localhost:${port}` : '';
}

/** A server's key file is nothing but "key: secret" lines, and its secrets are at least as long as `secret`. */
function isKeyFile(file: YamlMap): boolean {
  const entries = Object.entries(file);
  return (
    entries.length > 0 &&
    entries.every(
      ([key, value]) =>
        /^[A-Za-z0-9_-]{3,}$/.test(key) && typeof value === 'string' && /^\S{6,}$/.test(value),
    )
  );
}

function textOf(value: YamlValue | undefined): string {
  return typeof value === 'string' ? value.trim() : '';
}
