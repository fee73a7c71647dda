import type { Project } from '../../../../main/contract/project.ts';

/** The project as the lines LiveKit's own tools read, the secret's line left empty. */
export function envText({ url, apiKey }: Pick<Project, 'url' | 'apiKey'>): string {
  return `LIVEKIT_URL=${url}\nLIVEKIT_API_KEY=${apiKey}\nLIVEKIT_API_SECRET=\n`;
}
