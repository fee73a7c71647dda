import type { Failure } from '../../../../main/contract/errors.ts';
import {
  judgeCredentials,
  type TypedCredentials,
} from '../../../../main/contract/judge-credentials.ts';
import type { Project } from '../../../../main/contract/project.ts';

/** What will be changed in a field or looks odd about it. Nothing while it is empty. */
export function noticeFor(field: keyof TypedCredentials, text: string): string | undefined {
  if (text === '') return undefined;
  const messages = judgeCredentials({ [field]: text }).notices.map(({ message }) => message);
  return messages.length === 0 ? undefined : messages.join(' ');
}

/** Reads what was typed, with the problem of each field rather than only the first one. */
export function readCredentials(typed: TypedCredentials): {
  values: TypedCredentials;
  problems: Failure[];
} {
  const { values, problem } = judgeCredentials(typed);
  const problems = (['url', 'apiKey', 'apiSecret'] as const).flatMap((field) => {
    const text = typed[field];
    const found = text === undefined ? undefined : judgeCredentials({ [field]: text }).problem;
    return found ?? [];
  });
  // A swapped pair shows only when both are looked at together.
  if (problems.length === 0 && problem !== undefined) problems.push(problem);
  return { values, problems };
}

/** The project as .env lines, with an empty secret. */
export function envText({ url, apiKey }: Pick<Project, 'url' | 'apiKey'>): string {
  return `LIVEKIT_URL=${url}\nLIVEKIT_API_KEY=${apiKey}\nLIVEKIT_API_SECRET=\n`;
}
