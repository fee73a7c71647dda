import { expect } from 'vitest';
import {
  readCredentials,
  type CredentialSource,
} from '../../../main/core/credentials/read-credentials.ts';

export const U = 'wss://kit.example.com';
export const K = 'APIq7Zt2mWc9';
export const S = 'q3N8vX2kR7pL5wT9yB4mC6dF1gH0jK8sQ2zE';

/** Name, URL, key, secret ('' where it was not found), and the lines they were read from. */
type ExpectedProject = readonly [
  name: string,
  url: string,
  apiKey: string,
  apiSecret: string,
  lines: string,
];

export interface ReadingCase {
  title: string;
  /** By name; `the paste` is no file. */
  files: Record<string, string>;
  projects: ExpectedProject[];
  /** `kind source:line message`. */
  notes?: string[];
}

/** Reads the case's files together and compares everything that came out. */
export function checkReading({ files, projects, notes = [] }: ReadingCase): void {
  const sources: CredentialSource[] = Object.entries(files).map(([name, content]) => ({
    name,
    content,
  }));
  const reading = readCredentials(sources);
  expect({
    projects: reading.projects.map(({ name, url, apiKey, apiSecret }) => [
      name,
      url?.value ?? '',
      apiKey?.value ?? '',
      apiSecret?.value ?? '',
      [url, apiKey, apiSecret].map((value) => value?.line ?? '-').join(' '),
    ]),
    notes: reading.notes.map(
      ({ kind, message, source = '', line }) => `${kind} ${source}:${line ?? '-'} ${message}`,
    ),
  }).toEqual({ projects, notes });
  const secrets = reading.projects.map(({ apiSecret }) => apiSecret?.value ?? '');
  for (const secret of [S, ...secrets].filter((text) => text.length > 8)) {
    expect(JSON.stringify(reading.notes)).not.toContain(secret);
  }
}
